/** A checklist that is filled in: what is asked, the verdict, the fact. Twin of `core/move/inspections.py`. */
import type { Said } from "../facts/writing";
import { textOf } from "../log/bytes";
import { encode } from "../log/canonical";
import type { Checklist, Question } from "../manifest/types";

/** Questions of one inspection: three minutes of a person who stands in a doorway. */
export const MOST_ASKED = 12;

/** By the code of a question: whether what it says is so. */
export type Answers = Readonly<Record<string, boolean>>;
export type Outcome = "good" | "lacking" | "unfit";

/** The questions a person is asked: all, or the first twelve, grave ones kept. */
export function asked<Q extends Pick<Question, "code" | "grave">>(questions: readonly Q[]): Q[] {
  const grave = questions.filter((each) => each.grave).slice(0, MOST_ASKED);
  const rest = questions.filter((each) => !each.grave).slice(0, MOST_ASKED - grave.length);
  return questions.filter((each) => grave.includes(each) || rest.includes(each));
}

/** The first question without an answer; null where all are answered. */
export function nextOf<Q extends Pick<Question, "code" | "grave">>(questions: readonly Q[], answers: Answers): Q | null {
  return asked(questions).find((each) => !Object.hasOwn(answers, each.code)) ?? null;
}

/** Unfit with a grave defect, lacking with another one, else good; null while a question is open. */
export function outcomeOf(questions: readonly Pick<Question, "code" | "grave">[], answers: Answers): Outcome | null {
  if (nextOf(questions, answers) !== null) return null;
  const defects = asked(questions).filter((each) => answers[each.code] === false);
  if (defects.some((each) => each.grave)) return "unfit";
  return defects.length > 0 ? "lacking" : "good";
}

/** How many are in order, of how many. */
export function scoreOf(answers: Answers): { readonly good: number; readonly all: number } {
  const all = Object.values(answers);
  return { good: all.filter((each) => each).length, all: all.length };
}

/** What was filled in, as the text whose salted hash the fact carries. */
export function writeFilled({ code, version }: Pick<Checklist, "code" | "version">, answers: Answers): string {
  const numbers = Object.fromEntries(Object.entries(answers).map(([each, good]) => [each, good ? 1 : 0]));
  return textOf(encode({ answers: numbers, checklist: code, v: version }));
}

export interface Inspection {
  readonly place: string;
  /** The load that was looked at, null for a store. */
  readonly load: { readonly code: string; readonly list: string } | null;
  readonly outcome: Outcome;
  /** Hashes of what was filled in, of photos, and of what was typed; "" for nothing. */
  readonly checklist: string;
  readonly photos: readonly string[];
  readonly note: string;
}

export function inspectedOf({ place, load, outcome, checklist, photos, note }: Inspection): Said {
  return {
    kind: "inspected",
    ...(load === null ? {} : { shipment: load.code, list: load.list }),
    place,
    outcome,
    checklist,
    ...(photos.length === 0 ? {} : { photos: [...new Set(photos)].sort() }),
    ...(note === "" ? {} : { note }),
  };
}
