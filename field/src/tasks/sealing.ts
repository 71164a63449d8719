/** `#/segelkotak/<package>`: voting and counting with a box are over, and it is closed with new seals. */
import type { OfficerContext, OfficerPage } from "../app/context";
import { h } from "../app/h";
import { icon } from "../app/icons";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { say } from "../facts/writing";
import { pinGate } from "../handover/parts";
import type { Photo } from "../keeping/records";
import { readSeal } from "../scan/codes";
import { boxShort } from "../scan/names";
import { differencesOfBox } from "./closing";
import { boxesHere } from "./voting_state";
import { draftKey, draftOf, hereOf, keepDraft, noStation, photoField, sentence, type Here } from "./voting_parts";

interface Draft {
  readonly seals: string;
  readonly photo: Photo;
}

export const sealing: OfficerPage = async (context, code = "") => {
  const here = await hereOf(context);
  if (here === null) return noStation();
  const boxes = boxesHere(here.station, here.said);
  const box = boxes.length === 1 ? boxes[0] : boxes.find((met) => met.code === code);
  if (box === undefined) return pick(here);
  return one(context, here, box.code, await draftOf<Draft>(context, `segel:${box.code}`));
};

function pick(here: Here): Screen {
  const { voting, trouble } = words();
  const rows = boxesHere(here.station, here.said).map(({ code }) => {
    const isDone = here.said.sealed.has(code);
    return h("li", {}, h("a.whole", { href: `#/segelkotak/${code}` }, icon(isDone ? "tepat" : "belum", 24, isDone ? "tepat" : "belum"), h("span", {}, boxShort(code), h("small", {}, isDone ? voting.kept : voting.open))));
  });
  return { title: here.title, heading: voting.sealing.which, body: [h("ul.rows", {}, ...rows)], other: { label: trouble.back, run: () => go() } };
}

function one(context: OfficerContext, here: Here, code: string, draft: Partial<Draft>): Screen {
  const { sealing: text, before } = words().voting;
  const what = `segel:${code}`;
  const gate = pinGate(context);
  const field = h("textarea", { name: "seals", autocapitalize: "characters", autocomplete: "off" }, draft.seals ?? "");
  const missing = h("p.said", { role: "alert" });
  field.addEventListener("input", () => {
    missing.textContent = "";
    void keepDraft(context, what, { ...draft, seals: field.value });
  });
  const shot = photoField(text.photo, draft.photo, context.officer.device, async (photo) => {
    await keepDraft(context, what, { ...draft, seals: field.value, photo });
    context.redraw();
  });
  return {
    title: here.title,
    step: boxShort(code),
    heading: text.heading,
    // Once it is closed nobody counts again: a difference is said before, and stops nobody.
    body: [...differencesOfBox(here, code).map((each) => h("p.note", {}, sentence(each))), h("label", {}, text.label, field), missing, ...shot.body, ...gate.body],
    go: {
      label: text.sign,
      icon: "segel",
      run: async () => {
        const seals = sealsIn(field.value);
        missing.textContent = seals === null ? text.unreadable : "";
        if (seals !== null && (await gate.open())) await closed(context, here, code, seals, draft.photo);
      },
    },
    other: { label: before, run: () => (boxesHere(here.station, here.said).length > 1 ? go("segelkotak") : go()) },
    leave: shot.leave,
  };
}

/** The seals in what was typed, each once; null where one is none, or there are none. */
export function sealsIn(text: string): string[] | null {
  const found = text
    .split(/[\s,;]+/)
    .filter((each) => each !== "")
    .map((each) => readSeal(each));
  return found.length === 0 || found.includes(null) ? null : [...new Set(found as string[])];
}

/** Two facts; the draft ends with the second, so that a phone that dies in between goes on here. */
async function closed(context: OfficerContext, here: Here, code: string, seals: readonly string[], photo: Photo | undefined): Promise<void> {
  const { store, officer } = context;
  const now = context.now();
  if (!here.said.used.has(code)) await say(store, officer, { kind: "used", package: code, place: here.station.place }, now);
  const photos = photo === undefined ? [] : [photo];
  await say(store, officer, { kind: "sealed", package: code, seals, photos: photos.map((each) => each.sha256) }, now, { photos, draft: draftKey(context, `segel:${code}`) });
  void context.sync(false);
  const open = boxesHere(here.station, here.said).some((met) => met.code !== code && !here.said.sealed.has(met.code));
  if (open) go("segelkotak");
  else go();
}
