/** Enrolling: letter, "is that you?", PIN, done. Nothing is kept before the PIN is made. */
import type { Context, Page } from "../app/context";
import { dayOf, offsetOf } from "../app/clock";
import { shortDay } from "../app/dates";
import { h } from "../app/h";
import { icon } from "../app/icons";
import { reading } from "../app/reading";
import { go } from "../app/router";
import type { Button, Screen } from "../app/screen";
import { words } from "../app/words";
import { askToPersist } from "../keeping/persistence";
import { isSoft } from "../facts/signing";
import { enrol } from "./enrolling";
import { readLetter, type Read } from "./letter";
import { isEasy, isPin } from "./pin";
import { nameIn, placeName } from "./place";

/** The letter in hand: in memory only, because it holds a secret. */
let inHand: Read | null = null;

const SUPERVISORS = new Set(["bawaslu", "panwascam", "pkd", "ptps", "saksi"]);
const HOLDERS = new Set(["kpu", "warehouse", "ppk", "pps", "kpps", "driver"]);

export const enrolment: Page = (context, step) => {
  if (step === "ketik") return typed(context);
  if (step === "siapa" && inHand !== null) return who(inHand);
  if (step === "pin" && inHand !== null) return makePin(context, inHand);
  if (step === "selesai" && context.officer !== null) return done(context);
  return scan(context);
};

/** Take a text as the letter; says why it is none. Returns whether it was taken. */
async function take(context: Context, text: string, said: HTMLElement): Promise<boolean> {
  const found = readLetter(text, await context.store.officers(), context.now());
  if (typeof found === "string") {
    said.textContent = words().enrol.amiss[found];
    return false;
  }
  inHand = found;
  go("daftar", "siapa");
  return true;
}

function scan(context: Context): Screen {
  const { enrol: say } = words();
  const said = h("p.warn", { role: "alert" });
  const camera = reading(
    (text) => take(context, text, said),
    (why) => {
      said.textContent = why === "empty" ? words().reading.empty : words().reading.trouble[why];
    },
  );
  return {
    title: say.title,
    heading: say.scanHeading,
    view: camera.view,
    body: [h("p.say", {}, say.scanText), said],
    leave: camera.leave,
    go: { label: words().reading.photo, icon: "foto", run: camera.photo },
    other: { label: say.type, run: () => go("daftar", "ketik") },
  };
}

function typed(context: Context): Screen {
  const { enrol: say } = words();
  const said = h("p.warn", { role: "alert" });
  const field = h("textarea", { id: "letter", autocomplete: "off", spellcheck: "false", autofocus: true });
  return {
    title: say.title,
    heading: say.typeHeading,
    body: [h("label", {}, say.typeLabel, field), said],
    go: { label: say.read, run: () => take(context, field.value, said) },
    other: { label: words().reading.camera, run: () => go("daftar") },
  };
}

function who({ letter }: Read): Screen {
  const { enrol: say, roles, duties } = words();
  const role = roles[letter.role] ?? letter.role;
  const duty = HOLDERS.has(letter.role) ? "holder" : SUPERVISORS.has(letter.role) ? "supervisor" : "other";
  const ends = new Date(letter.expires);
  return {
    title: say.title,
    icon: { name: "tepat" },
    heading: say.you(role, placeName(letter.area, nameIn(letter))),
    body: [
      h(
        "dl.facts",
        {},
        h("dt", {}, say.duty),
        h("dd", {}, duties[duty] ?? ""),
        h("dt", {}, say.area),
        h("dd.code", {}, letter.area),
        h("dt", {}, say.until),
        h("dd", {}, say.untilText(shortDay(dayOf(ends, offsetOf(null, ends))))),
        h("dt", {}, say.letter),
        h("dd.code", {}, letter.assignment.slice(0, 16)),
      ),
    ],
    go: { label: say.yes, run: () => go("daftar", "pin") },
    other: { label: say.no, run: () => go("daftar") },
  };
}

function makePin(context: Context, read: Read): Screen {
  const { enrol: say } = words();
  const said = h("p.warn", { role: "alert" });
  const [first, again] = [pinField("new-pin", true), pinField("new-pin-again", false)];
  const borrowed = h("input", { type: "checkbox" });
  const keep: Button = {
    label: say.pinKeep,
    run: async () => {
      const [pin, second] = [first.value.trim(), again.value.trim()];
      const amiss = !isPin(pin) ? say.pinShort : isEasy(pin) ? say.pinEasy : pin !== second ? say.pinDiffers : "";
      said.textContent = amiss;
      if (amiss !== "") return;
      const officer = await enrol(context.store, read, { pin, borrowed: borrowed.checked }, location, context.now());
      inHand = null;
      void askToPersist();
      await context.turn(officer.device);
      go("daftar", "selesai");
      void context.sync(false);
    },
  };
  return {
    title: say.title,
    step: say.pinStep,
    heading: say.pinHeading,
    body: [
      h("p.say", {}, say.pinText),
      h("label", {}, say.pinLabel, first),
      h("label", {}, say.pinAgain, again),
      h("label.check", {}, borrowed, h("span", {}, say.borrowed, h("small", {}, say.borrowedText))),
      said,
    ],
    go: keep,
  };
}

export function pinField(id: string, focus: boolean): HTMLInputElement {
  return h("input.pin", { id, type: "password", inputmode: "numeric", pattern: "[0-9]*", maxlength: 8, autocomplete: "off", autofocus: focus });
}

function done({ officer }: Context): Screen {
  const { enrol: say } = words();
  const soft = officer !== null && isSoft(officer.key);
  const key = soft
    ? h("li", {}, icon("perhatian", 22, "perhatian"), h("span", {}, h("b", {}, say.soft), h("small", {}, say.softText)))
    : h("li", {}, icon("tepat", 22, "tepat"), h("span", {}, h("b", {}, say.hard), h("small", {}, say.hardText)));
  return {
    title: say.title,
    step: say.doneStep,
    icon: { name: "tepat" },
    heading: say.done,
    body: [h("p.say", {}, say.doneText), h("ul.rows", {}, key)],
    go: { label: say.start, run: () => go() },
  };
}
