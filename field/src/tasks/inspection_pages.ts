/** `#/gudang` and `#/muat`: a store, or a load before it leaves, question by question. Each answer is kept before the next one is asked. */
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
import type { Checklist, LoadList, Manifest, Question } from "../manifest/types";
import { mayInspect } from "./duties";
import { asked, inspectedOf, nextOf, outcomeOf, scoreOf, writeFilled, type Answers, type Outcome } from "./inspection";
import { choices, draftFor, noList, photoButton, placeLabel, saved, sentenceField, type Draft } from "./parts";
import { leavingLoads, storesOf } from "./places";

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

/** What is looked at: a store, or a load before it leaves. */
interface Subject {
  /** As its draft is called. */
  readonly key: string;
  readonly route: string;
  readonly label: string;
  readonly place: string;
  readonly load: LoadList | null;
}

/** `#/gudang[/<place>]`, `#/gudang/tersimpan` */
export const inspection: OfficerPage = (context, place = "") =>
  looked(context, place, "store", words().inspect.title, words().inspect.which, (manifest) =>
    storesOf(manifest, context.officer).map((each) => ({ key: `inspect:${each}`, route: each, label: placeLabel(each, manifest), place: each, load: null })),
  );

/** `#/muat[/<load>]`, `#/muat/tersimpan` */
export const loading: OfficerPage = (context, code = "") =>
  looked(context, code, "loading", words().loading.title, words().loading.which, (manifest) =>
    leavingLoads(manifest, context.officer).map((load) => ({ key: `loading:${load.list}`, route: load.code, label: `${load.code}, ${placeLabel(load.to, manifest)}`, place: load.start, load })),
  );

async function looked(context: OfficerContext, route: string, code: string, title: string, which: string, subjectsIn: (manifest: Manifest) => readonly Subject[]): Promise<Screen> {
  const { inspect: say } = words();
  if (route === "tersimpan") return saved(context, title, say.done, say.doneText);
  const manifest = await manifestFor(context.store, context.officer);
  const list = manifest?.checklists.find((each) => each.code === code);
  if (manifest === null || list === undefined || !mayInspect(context.officer.role)) return noList(title);
  const subjects = subjectsIn(manifest);
  const subject = subjects.find((each) => each.route === route);
  const way = code === "store" ? "gudang" : "muat";
  if (subject === undefined) return pick(subjects, way, title, which);
  const draft = await draftFor(context, subject.key, { ...EMPTY, version: list.version });
  // A question changed since: what was answered was another question.
  if (draft.value.version !== list.version) await draft.keep({ ...EMPTY, version: list.version });
  const question = nextOf(list.questions, draft.value.answers);
  const defect = list.questions.find((each) => each.code === draft.value.defect);
  if (defect !== undefined) return photographed(context, defect, draft, list, title);
  const work = { subject, way, list, draft };
  return question === null ? verdict(context, work) : ask(context, question, work);
}

interface Work {
  readonly subject: Subject;
  /** The first part of the address. */
  readonly way: string;
  readonly list: Checklist;
  readonly draft: Draft<Begun>;
}

/** The words in which a load and a store differ. */
function wordsFor({ load }: Subject) {
  const { inspect, loading } = words();
  return load === null ? inspect : loading;
}

function pick(subjects: readonly Subject[], way: string, title: string, which: string): Screen {
  const { loading: say, trouble } = words();
  return {
    title,
    heading: subjects.length === 0 ? say.none : which,
    body: [choices(subjects.map(({ label, route }) => ({ label, run: () => go(way, route) })))],
    other: { label: trouble.back, run: () => go() },
  };
}

function ask(context: OfficerContext, question: Question, { subject, way, list, draft }: Work): Screen {
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
    if (last === undefined) go(way, "");
    else {
      await draft.keep({ answers: Object.fromEntries(Object.entries(answers).filter(([code]) => code !== last.code)), defect: "" });
      context.redraw();
    }
  };
  return {
    title: subject.label,
    step: say.question(all.indexOf(question) + 1, all.length),
    heading: question.ask,
    body: [h("progress", { max: all.length, value: done.length, "aria-hidden": "true" }), question.grave && h("p.note", {}, icon("perhatian", 22, "perhatian"), h("span", {}, wordsFor(subject).grave))],
    answers: [
      { label: say.no, icon: "tidak", run: answer(false) },
      { label: say.yes, icon: "tepat", run: answer(true) },
    ],
    other: { label: done.length === 0 ? words().trouble.back : say.before, run: done.length === 0 ? () => go() : back },
  };
}

function photographed(context: OfficerContext, question: Question, draft: Draft<Begun>, list: Checklist, title: string): Screen {
  const { inspect: say } = words();
  const all = asked(list.questions);
  return {
    title,
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

function verdict(context: OfficerContext, { subject, way, list, draft }: Work): Screen {
  const { inspect: say } = words();
  const own = wordsFor(subject);
  const { answers, photos } = draft.value;
  const outcome = outcomeOf(list.questions, answers) ?? "unfit";
  const score = scoreOf(answers);
  const defects = list.questions.filter((each) => answers[each.code] === false);
  const note = sentenceField(draft.value.note);
  note.label.addEventListener("change", () => void draft.keep({ note: note.text() }));
  const line = (each: Question): HTMLElement => h("li", {}, icon(each.grave ? "tidak" : "perhatian", 22, each.grave ? "tidak" : "perhatian"), h("span", {}, each.ask));
  return {
    title: subject.label,
    step: say.score(score.good, score.all),
    icon: { name: SHAPES[outcome] },
    heading: own.outcome[outcome],
    body: [h("p.say", {}, own.next[outcome]), defects.length > 0 && h("ul.rows", {}, ...defects.map(line)), photos.length > 0 && h("p.small", {}, words().work.photos(photos.length)), subject.load !== null && ofLoad(context, draft), note.label],
    go: {
      label: say.sign,
      run: async () => {
        await draft.keep({ note: note.text() });
        await signed(context, subject, list, outcome, draft);
        void context.sync(false);
        go(way, "tersimpan");
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

/** A load is photographed as it stands: wrapped and covered. */
function ofLoad(context: OfficerContext, draft: Draft<Begun>): HTMLElement {
  return photoButton(words().loading.photo, context.officer.device, 0, async (photo) => {
    await draft.keep({ photos: [...draft.value.photos.filter((each) => each.sha256 !== photo.sha256), photo] });
    context.redraw();
  });
}

async function signed({ store, officer, now }: OfficerContext, { place, load }: Subject, list: Checklist, outcome: Outcome, draft: Draft<Begun>): Promise<void> {
  const { answers, photos, note } = draft.value;
  const filled = noteOf(writeFilled(list, answers), officer.device);
  const typed = noteOf(note, officer.device);
  const said = inspectedOf({ place, load, outcome, checklist: filled?.hash ?? "", photos: photos.map((each) => each.sha256), note: typed?.hash ?? "" });
  await sayFact(store, officer, said, now(), { photos, notes: [filled, typed].filter((each) => each !== null), draft: draft.key });
}
