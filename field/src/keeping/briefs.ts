/** What is kept of a fact for the rules of tasks: see `Brief`. Pure. */
import { factOf } from "../facts/reading";
import type { Check, Fact } from "../log/schema";
import type { Archived, Brief, Kept } from "./records";

/**
 * Kinds that a rule looks at. A kind that is added here needs another version of the store,
 * unless no older program wrote it (`papers_moved`).
 */
const RULED: ReadonlySet<string> = new Set([
  ...["given", "received", "refused", "cancelled", "inspected"],
  ...["voting_opened", "opened", "turnout", "ballots", "result", "papers_moved", "used", "sealed"],
]);

/** Return the brief of a fact; null where no rule asks for it. */
export function briefOf({ name, device, seq, own, stored, body, unproven }: Kept): Brief | null {
  const fact = factOf({ body });
  if (fact === null || !RULED.has(fact.kind)) return null;
  const brief = { name, device, seq, own, stored, ...(unproven === undefined ? {} : { unproven }) };
  if (fact.kind !== "inspected") return { id: `${device} ${name}`, ...brief, fact: small(fact) };
  // Of a store, and of a load, only the last inspection by its checklist counts.
  return fact.checklist === undefined || fact.place === undefined ? null : { id: `${device} ${fact.list ?? fact.place} ${own}`, ...brief, fact: small(fact) };
}

/** Without what is long and no rule reads: seals of each box. Of a box that is not whole the word stays. */
function small(fact: Fact): Fact {
  const { checks = [], ...rest } = fact as Fact & { readonly checks?: readonly Check[] };
  const words = checks.flatMap((each) => (each.condition === undefined || each.condition === "" ? [] : [{ package: each.package, condition: each.condition }]));
  return (words.length === 0 ? rest : { ...rest, checks: words }) as Fact;
}

/** So many signatures are kept beside bytes that nobody could check. */
const MOST_ALTERNATIVES = 8;

/** Return what is kept where `fact` comes beside the same bytes of `before`; null: nothing is otherwise. Pure. */
export function besides(before: Kept, fact: Kept): Kept | null {
  const known = [before.sig, ...(before.alternatives ?? [])];
  if (before.own || before.unproven === undefined) return null;
  const { name, device, seq, kind, body, own, stored } = before;
  const plain = { name, device, seq, kind, body, own, stored, sig: fact.sig };
  if (fact.unproven === undefined) return plain;
  return known.includes(fact.sig) ? null : { ...plain, unproven: true, alternatives: known.slice(0, MOST_ALTERNATIVES) };
}

/** Return what the archive keeps then: a signature that was checked takes the place, another stands beside it. Pure. */
export function settledAnew(sent: Archived, now: Kept): Archived {
  if (now.unproven !== undefined) return { ...sent, alternatives: [...(sent.alternatives ?? []), now.sig].slice(-MOST_ALTERNATIVES) };
  const { unproven: _, alternatives: __, ...plain } = sent;
  return { ...plain, ...now };
}
