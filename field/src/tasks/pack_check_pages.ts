/** `#/isi`: one box, its seals and what lies in it, one question after the other. */
import type { OfficerContext, OfficerPage } from "../app/context";
import { h } from "../app/h";
import { icon } from "../app/icons";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { ofHandover } from "../app/words/of_handover";
import { noteOf } from "../facts/notes";
import { say as sayFact } from "../facts/writing";
import type { Photo } from "../keeping/records";
import { manifestFor } from "../manifest/kept";
import { boxName } from "../scan/names";
import { namesOf } from "../scan/of_manifest";
import { boxIn, type FoundBox } from "./boxes";
import { mayCheck } from "./duties";
import { findBox } from "./finding";
import { checkedOf, CONDITIONS, isGood, type Seen } from "./pack_check";
import { choices, draftFor, noList, photoButton, saved, sentenceField, type Draft } from "./parts";
import { ownPlace } from "./places";
import { sealForm } from "./seal_form";

type Begun = Omit<Seen, "contents"> & {
  readonly contents: Seen["contents"] | null;
  readonly photos: readonly Photo[];
  readonly note: string;
  /** How many of the facts are signed: a phone may die between two. */
  readonly done: number;
};

interface Work {
  readonly box: Extract<FoundBox, { is: "box" }>;
  readonly name: string;
  readonly draft: Draft<Begun>;
}

const STEPS: Readonly<Record<string, (context: OfficerContext, work: Work) => Screen | Promise<Screen>>> = { "": seals, nomor: numbers, isi: contents, hitung: count, hasil: result };

/** `#/isi[/<code>[/nomor|/isi|/hitung|/hasil]]`, `#/isi/tersimpan` */
export const packCheck: OfficerPage = async (context, code = "", step = "") => {
  const { check: say } = words();
  if (code === "tersimpan") return saved(context, say.title, say.done, say.doneText);
  const manifest = await manifestFor(context.store, context.officer);
  if (manifest === null || !mayCheck(context.officer.role)) return noList(say.title);
  const box = code === "" ? null : boxIn(manifest, code);
  if (box?.is !== "box") {
    return findBox(context, manifest, { title: say.title, step: say.step(1), heading: say.find, found: (found) => go("isi", found) });
  }
  const empty: Begun = { code: box.code, seals: null, condition: "", contents: null, photos: [], note: "", done: 0 };
  const draft = await draftFor(context, `check:${box.code}`, empty);
  return (STEPS[step] ?? seals)(context, { box, name: boxName(box.code, namesOf(manifest)), draft });
};

function seals(_context: OfficerContext, { box, name, draft }: Work): Screen {
  const { check: say } = words();
  const same = async (): Promise<void> => {
    await draft.keep({ seals: null });
    go("isi", box.code, "isi");
  };
  const isListed = box.seals.length > 0;
  return {
    title: say.title,
    step: say.step(2),
    icon: { name: "segel", tone: "" },
    heading: isListed ? say.sealsSame : say.sealsNone,
    body: [h("p.say", {}, name), isListed && h("ul.seals.big", {}, ...box.seals.map((seal) => h("li", {}, icon("segel", 20), h("b.code", {}, seal))))],
    answers: isListed ? [{ label: say.differs, run: () => go("isi", box.code, "nomor") }, { label: say.same, run: same }] : [{ label: say.unsealed, run: same }, { label: say.typeSeals, run: () => go("isi", box.code, "nomor") }],
    other: { label: words().trouble.back, run: () => go() },
  };
}

function numbers(_context: OfficerContext, { box, draft }: Work): Screen {
  const { check: say } = words();
  return sealForm({
    title: say.title,
    step: say.step(2),
    heading: say.typeSeals,
    seals: draft.value.seals ?? [],
    keep: (seals) => draft.keep({ seals }),
    next: () => go("isi", box.code, "isi"),
    back: () => go("isi", box.code),
  });
}

function contents(_context: OfficerContext, { box, name, draft }: Work): Screen {
  const { check: say } = words();
  const answer = (contents: Seen["contents"], next: string) => async (): Promise<void> => {
    await draft.keep({ contents });
    go("isi", box.code, next);
  };
  return {
    title: say.title,
    step: say.step(3),
    icon: { name: "kotak", tone: "" },
    heading: box.planned === null ? say.contentsAny : say.contents(box.planned),
    body: [
      h("p.say", {}, name),
      choices([
        { label: say.closed, text: say.closedText, run: answer({ is: "closed" }, "hasil") },
        { label: say.asListed, text: say.asListedText, run: answer({ is: "as_listed" }, "hasil") },
        { label: say.otherwise, text: say.otherwiseText, run: () => go("isi", box.code, "hitung") },
      ]),
    ],
    other: { label: ofHandover().back, run: () => go("isi", box.code) },
  };
}

function count(_context: OfficerContext, { box, draft }: Work): Screen {
  const { check: say } = words();
  const before = draft.value.contents?.is === "counted" ? String(draft.value.contents.count) : "";
  const field = h("input.figure", { type: "text", inputmode: "numeric", name: "count", autocomplete: "off", maxlength: 6, value: before });
  const said = h("p.said", { role: "alert" });
  return {
    title: say.title,
    step: say.step(3),
    heading: say.count,
    body: [h("label", {}, say.countLabel, field), box.planned !== null && h("p.small", {}, say.planned(box.planned)), said],
    go: {
      label: say.next,
      run: async () => {
        if (!/^[0-9]{1,6}$/.test(field.value.trim())) {
          said.textContent = say.notCount;
          return;
        }
        const found = Number(field.value.trim());
        await draft.keep({ contents: found === box.planned ? { is: "as_listed" } : { is: "counted", count: found } });
        go("isi", box.code, "hasil");
      },
    },
    other: { label: ofHandover().back, run: () => go("isi", box.code, "isi") },
  };
}

function result(context: OfficerContext, { box, name, draft }: Work): Screen {
  const { check: say } = words();
  const handover = ofHandover();
  const { value } = draft;
  const seen: Seen = { ...value, contents: value.contents ?? { is: "closed" } };
  const state = h("select", { name: "condition" }, h("option", { value: "" }, handover.otherwise.state.whole), ...CONDITIONS.map((each) => h("option", { value: each, selected: each === value.condition }, handover.otherwise.state[each])));
  const note = sentenceField(value.note);
  const keep = (): Promise<void> => draft.keep({ condition: state.value, note: note.text() });
  state.addEventListener("change", () => void keep().then(context.redraw));
  note.label.addEventListener("change", () => void keep());
  const good = isGood(seen, box.seals);
  const line = (fine: boolean, text: string): HTMLElement => h("li", {}, icon(fine ? "tepat" : "perhatian", 22, fine ? "tepat" : "perhatian"), h("span", {}, text));
  const inside = seen.contents.is === "counted" ? say.wasCounted(seen.contents.count) : seen.contents.is === "closed" ? say.closed : say.asListed;
  const sealsAre = seen.seals === null ? (box.seals.length === 0 ? say.unsealed : say.same) : seen.seals.join(", ");
  return {
    title: say.title,
    step: say.step(4),
    heading: good ? say.good : say.amiss,
    body: [
      h("p.say", {}, name),
      h("ul.rows", {}, line(seen.seals === null && box.seals.length > 0, `${say.sealsLine}: ${sealsAre}`), line(seen.contents.is !== "counted", `${say.contentsLine}: ${inside}`)),
      h("label", {}, say.condition, state),
      photoButton(words().work.photo, context.officer.device, value.photos.length, async (photo) => {
        await keep();
        await draft.keep({ photos: [...value.photos.filter((each) => each.sha256 !== photo.sha256), photo] });
        context.redraw();
      }),
      h("details", { open: value.note !== "" }, h("summary", {}, words().work.addSentence), note.label),
    ],
    go: {
      label: say.sign,
      run: async () => {
        await keep();
        await signed(context, { box, name, draft });
        void context.sync(false);
        go("isi", "tersimpan");
      },
    },
    other: { label: handover.back, run: () => go("isi", box.code, "isi") },
  };
}

async function signed(context: OfficerContext, { box, draft }: Work): Promise<void> {
  const { store, officer, now } = context;
  const { value } = draft;
  const manifest = await manifestFor(store, officer);
  const note = noteOf(value.note, officer.device);
  const seen: Seen = { ...value, contents: value.contents ?? { is: "closed" } };
  const all = checkedOf(seen, box.seals, ownPlace(officer, manifest), value.photos.map((each) => each.sha256), note?.hash ?? "");
  for (const [at, said] of all.entries()) {
    if (at < value.done) continue;
    const isLast = at === all.length - 1;
    const beside = isLast ? { photos: value.photos, notes: note === null ? [] : [note], draft: draft.key } : { keep: { [draft.key]: { ...value, done: at + 1 } } };
    await sayFact(store, officer, said, now(), beside);
  }
}
