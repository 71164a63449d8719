/** Forms made again from what people signed. Twin of `Evidence` in `core/count/bundle.py` and of `core/count/told.py`. */
import { decodeObject, isObject } from "../log/canonical";
import { Malformed, utf8 } from "../log/bytes";
import type { Ballots, Fact, Result, Turnout } from "../log/schema";
import type { People, Read } from "./results_people";
import { FIGURES } from "./results_table";

export interface Form {
  readonly place: string;
  readonly sku: string;
  readonly figures: ReadonlyMap<string, number>;
  readonly votes: ReadonlyMap<string, number>;
}

type Told = Turnout | Ballots | Result;
const isTold = (fact: Fact): fact is Told => fact.kind === "turnout" || fact.kind === "ballots" || fact.kind === "result";

/** The facts of a bundle that hold, and whole sheets by the hash that a fact carries. */
export class Evidence {
  private readonly byName = new Map<string, Read>();
  private readonly byPlace = new Map<string, Read[]>();

  constructor(facts: readonly Read[], private readonly sheets: ReadonlyMap<string, string>, private readonly people: People) {
    for (const each of [...facts].sort((a, b) => a.number - b.number)) {
      this.byName.set(each.name, each);
      const place = "place" in each.fact ? (each.fact.place ?? "") : "";
      this.byPlace.set(place, [...(this.byPlace.get(place) ?? []), each]);
    }
  }

  /** The fact of this name that says a form, or null. */
  said(name: string): Ballots | Result | null {
    const fact = this.byName.get(name)?.fact;
    return fact?.kind === "ballots" || fact?.kind === "result" ? fact : null;
  }

  person(name: string): string {
    const read = this.byName.get(name);
    return read === undefined ? "" : this.people.personOf(read.fact);
  }

  /** The form that a fact says: of the desk its sheet, of a phone all that this person had told until then. */
  form(name: string): Form | null {
    const fact = this.said(name);
    if (fact === null) return null;
    if (this.people.isDesk(fact)) return fact.kind === "result" ? this.typed(fact) : null;
    const [last, person] = [this.byName.get(name)?.number ?? 0, this.person(name)];
    const told = (this.byPlace.get(fact.place) ?? []).flatMap(({ number, name: other, fact: said }) => (isTold(said) && number <= last && !this.people.isDesk(said) && this.person(other) === person ? [said] : []));
    return formOf(fact, told);
  }

  private typed(fact: Result): Form {
    const figures = new Map([["valid", fact.valid ?? 0], ["invalid", fact.invalid ?? 0], ...figuresIn(this.sheets.get(fact.note ?? "") ?? "")]);
    return { place: fact.place, sku: fact.sku, figures, votes: votesOf(fact) };
  }
}

function votesOf(fact: Result | undefined): Map<string, number> {
  return new Map((fact?.votes ?? []).map(({ item, count }) => [item, count]));
}

/** What one person had told of a TPS, put together as the sheet of one kind; in the order of the log. */
function formOf({ place, sku }: Ballots | Result, told: readonly Told[]): Form {
  let voters: Turnout | undefined;
  let papers: Ballots | undefined;
  let votes: Result | undefined;
  for (const each of told) {
    if (each.kind === "turnout") {
      const [now, before] = [Date.parse(each.at), voters === undefined ? -Infinity : Date.parse(voters.at)];
      if (now > before || (now === before && each.voters >= (voters?.voters ?? 0))) voters = each;
    } else if (each.sku !== sku) continue;
    else if (each.kind === "ballots") papers = each;
    else votes = each;
  }
  const figures = new Map<string, number>();
  if (voters !== undefined) {
    const { dpt = 0, moved = 0, unlisted = 0 } = voters;
    figures.set("users", voters.voters);
    if (dpt + moved + unlisted > 0) for (const [name, count] of Object.entries({ dpt, moved, unlisted })) figures.set(name, count);
  }
  if (papers !== undefined) for (const name of ["received", "used", "spoiled", "left"] as const) figures.set(name, papers[name] ?? 0);
  if (votes !== undefined) for (const name of ["valid", "invalid"] as const) figures.set(name, votes[name] ?? 0);
  return { place, sku, figures, votes: votesOf(votes) };
}

/** The figures in the text of a whole sheet; none where it is not one. */
function figuresIn(text: string): [string, number][] {
  try {
    const { figures } = text === "" ? { figures: {} } : decodeObject(utf8(text));
    if (!isObject(figures)) return [];
    return Object.entries(figures).flatMap(([name, count]) => (FIGURES.includes(name) && typeof count === "number" ? [[name, count] as [string, number]] : []));
  } catch (error) {
    if (error instanceof Malformed) return [];
    throw error;
  }
}

/** Whether `second` says the same, and every vote of `first`: one number alone confirms no form. */
export function seconds(second: Form, first: Form): boolean {
  const sums = ["valid", "invalid"].filter((name) => first.figures.has(name));
  const isWhole = [...first.votes.keys()].every((name) => second.votes.has(name)) && sums.every((name) => second.figures.has(name));
  const isSame = (one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean => [...one].every(([name, count]) => (other.get(name) ?? count) === count);
  return first.votes.size > 0 && isWhole && isSame(first.votes, second.votes) && isSame(first.figures, second.figures);
}
