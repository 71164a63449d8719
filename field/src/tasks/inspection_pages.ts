/** `#/gudang`: a store, question by question. Each answer is kept before the next one is asked. */
import type { OfficerContext, OfficerPage } from "../app/context";
import { h } from "../app/h";
import { icon, type Icon } from "../app/icons";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { noteOf } from "../facts/notes";
import { say as sayFact } from "../facts/writing";
import type { Photo } from "../keeping/records";
import { manifestFor } from "../manifest/kept";
import type { Checklist, Manifest, Question } from "../manifest/types";
import { mayInspect } from "./duties";
import { asked, inspectedOf, nextOf, outcomeOf, scoreOf, writeFilled, type Answers, type Outcome } from "./inspection";
import { choices, draftFor, noList, photoButton, placeLabel, saved, sentenceField, type Draft } from "./parts";
import { storesOf } from "./places";

interface Begun {
  readonly version: number;
  readonly answers: Answers;
  readonly photos: readonly Photo[];
  readonly note: string;
  /** The question that was answered no and waits for its photo. */
  readonly defect: string;
}

const EMPTY: Begun = { version: 0, answers: {}, photos: [], note: "", defect: "" };
const SHAPES: Readonly<Record<Outcome, Icon>> = { good: "tepat", lacking: "perhatian", unfit: "tidak" };

/** `#/gudang[/<place>]`, `#/gudang/tersimpan` */
export const inspection: OfficerPage = async (context, place = "") => {
  const { inspect: say } = words();
  if (place === "tersimpan") return saved(context, say.title, say.done, say.doneText);
  const manifest = await manifestFor(context.store, context.officer);
  const list = manifest?.checklists.find((each) => each.code === "store");
  if (manifest === null || list === undefined || !mayInspect(context.officer.role)) return noList(say.title);
  const stores = storesOf(manifest, context.officer);
  if (!stores.includes(place)) return pick(stores, manifest);
  const draft = await draftFor(context, `inspect:${place}`, { ...EMPTY, version: list.version });
  // A question changed since: what was answered was another question.
  if (draft.value.version !== list.version) await draft.keep({ ...EMPTY, version: list.version });
  const question = nextOf(list.questions, draft.value.answers);
  const defect = list.questions.find((each) => each.code === draft.value.defect);
  if (defect !== undefined) return photographed(context, defect, draft, list);
  return question === null ? verdict(context, { place, manifest, list, draft }) : ask(context, question, { place, manifest, list, draft });
};

interface Work {
  readonly place: string;
  readonly manifest: Manifest;
  readonly list: Checklist;
  readonly draft: Draft<Begun>;
}

function pick(stores: readonly string[], manifest: Manifest): Screen {
  const { inspect: say, trouble } = words();
  return {
    title: say.title,
    heading: say.which,
    body: [choices(stores.map((place) => ({ label: placeLabel(place, manifest), run: () => go("gudang", place) })))],
    other: { label: trouble.back, run: () => go() },
  };
}

function ask(context: OfficerContext, question: Question, { place, manifest, list, draft }: Work): Screen {
  const { inspect: say } = words();
  const { answers } = draft.value;
  const all = asked(list.questions);
  const answer = (good: boolean) => async (): Promise<void> => {
    const defect = !good && question.photo ? question.code : "";
    await draft.keep({ answers: { ...answers, [question.code]: good }, defect });
    context.redraw();
  };
  const done = Object.keys(answers);
  const back = async (): Promise<void> => {
    const last = all.filter((each) => done.includes(each.code)).at(-1);
    if (last === undefined) go("gudang", "");
    else {
      await draft.keep({ answers: Object.fromEntries(Object.entries(answers).filter(([code]) => code !== last.code)), defect: "" });
      context.redraw();
    }
  };
  return {
    title: placeLabel(place, manifest),
    step: say.question(all.indexOf(question) + 1, all.length),
    heading: question.ask,
    body: [h("progress", { max: all.length, value: done.length, "aria-hidden": "true" }), question.grave && h("p.note", {}, icon("perhatian", 22, "perhatian"), h("span", {}, say.grave))],
    answers: [
      { label: say.no, icon: "tidak", run: answer(false) },
      { label: say.yes, icon: "tepat", run: answer(true) },
    ],
    other: { label: done.length === 0 ? words().trouble.back : say.before, run: done.length === 0 ? () => go() : back },
  };
}

function photographed(context: OfficerContext, question: Question, draft: Draft<Begun>, list: Checklist): Screen {
  const { inspect: say } = words();
  const all = asked(list.questions);
  return {
    title: say.title,
    step: say.question(all.findIndex((each) => each.code === question.code) + 1, all.length),
    icon: { name: "foto" },
    heading: say.photoOf,
    body: [
      h("p.say", {}, question.ask),
      photoButton(say.photo, context.officer.device, 0, async (photo) => {
        await draft.keep({ photos: [...draft.value.photos.filter((each) => each.sha256 !== photo.sha256), photo], defect: "" });
        context.redraw();
      }),
    ],
    other: {
      label: say.noPhoto,
      run: async () => {
        await draft.keep({ defect: "" });
        context.redraw();
      },
    },
  };
}

function verdict(context: OfficerContext, { place, manifest, list, draft }: Work): Screen {
  const { inspect: say } = words();
  const { answers, photos } = draft.value;
  const outcome = outcomeOf(list.questions, answers) ?? "unfit";
  const score = scoreOf(answers);
  const defects = list.questions.filter((each) => answers[each.code] === false);
  const note = sentenceField(draft.value.note);
  note.label.addEventListener("change", () => void draft.keep({ note: note.text() }));
  const line = (each: Question): HTMLElement => h("li", {}, icon(each.grave ? "tidak" : "perhatian", 22, each.grave ? "tidak" : "perhatian"), h("span", {}, each.ask));
  return {
    title: placeLabel(place, manifest),
    step: say.score(score.good, score.all),
    icon: { name: SHAPES[outcome] },
    heading: say.outcome[outcome],
    body: [h("p.say", {}, say.next[outcome]), defects.length > 0 && h("ul.rows", {}, ...defects.map(line)), photos.length > 0 && h("p.small", {}, words().work.photos(photos.length)), note.label],
    go: {
      label: say.sign,
      run: async () => {
        await draft.keep({ note: note.text() });
        await signed(context, place, list, outcome, draft);
        void context.sync(false);
        go("gudang", "tersimpan");
      },
    },
    other: {
      label: say.again,
      run: async () => {
        await draft.keep({ answers: {}, photos: [], defect: "" });
        context.redraw();
      },
    },
  };
}

async function signed({ store, officer, now }: OfficerContext, place: string, list: Checklist, outcome: Outcome, draft: Draft<Begun>): Promise<void> {
  const { answers, photos, note } = draft.value;
  const filled = noteOf(writeFilled(list, answers), officer.device);
  const typed = noteOf(note, officer.device);
  const said = inspectedOf({ place, outcome, checklist: filled?.hash ?? "", photos: photos.map((each) => each.sha256), note: typed?.hash ?? "" });
  await sayFact(store, officer, said, now(), { photos, notes: [filled, typed].filter((each) => each !== null), draft: draft.key });
}
