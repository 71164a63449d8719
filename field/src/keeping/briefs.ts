/** What is kept of a fact for the rules of tasks: see `Brief`. Pure. */
import { factOf } from "../facts/reading";
import type { Fact } from "../log/schema";
import type { Brief, Kept } from "./records";

/** Kinds that a rule looks at. A kind that is added here needs another version of the store. */
const RULED: ReadonlySet<string> = new Set([
  ...["given", "received", "refused", "cancelled", "inspected"],
  ...["voting_opened", "opened", "turnout", "ballots", "result", "used", "sealed"],
]);

/** Return the brief of a fact; null where no rule asks for it. */
export function briefOf({ name, device, seq, own, stored, body }: Kept): Brief | null {
  const fact = factOf({ body });
  if (fact === null || !RULED.has(fact.kind)) return null;
  const brief = { name, device, seq, own, stored };
  if (fact.kind !== "inspected") return { id: `${device} ${name}`, ...brief, fact: small(fact) };
  // Of a store only the last inspection by its checklist counts.
  return fact.checklist === undefined || fact.place === undefined ? null : { id: `${device} ${fact.place} ${own}`, ...brief, fact: small(fact) };
}

/** Without what is long and no rule reads: seals of each box. */
function small(fact: Fact): Fact {
  const { checks: _, ...rest } = fact as Fact & { readonly checks?: unknown };
  return rest as Fact;
}
