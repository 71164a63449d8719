/** Which offers their own givers took back: the word of anybody else changes nothing, as in the fold. Pure. */
import type { Brief } from "../keeping/records";

/** Return the names of the offers among `facts` that the key which signed them has cancelled. */
export function takenBack(facts: readonly Pick<Brief, "name" | "fact">[]): Set<string> {
  const signers = new Map(facts.flatMap(({ name, fact }) => (fact.kind === "given" ? [[name, fact.device] as const] : [])));
  return new Set(facts.flatMap(({ fact }) => (fact.kind === "cancelled" && signers.has(fact.fact) && signers.get(fact.fact) === fact.device ? [fact.fact] : [])));
}
