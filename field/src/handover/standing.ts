/** What became of the own offers of a load: nobody signs a second one beside one that stands. Pure. */
import type { Brief } from "../keeping/records";
import type { Given } from "../log/schema";
import { tookOver } from "./differing";
import type { Load } from "./loads";
import { takenBack } from "./taken_back";

/** Another tab, or the button *back*, came to a load that was offered already. */
export class Offered extends Error {
  override name = "Offered";
  constructor(readonly standing: Standing) {
    super("offered already");
  }
}

export interface Standing {
  /** The own offer that waits for an answer, "" where there is none. */
  readonly open: string;
  /** The own offer by which the whole load went over, "" where there is none. */
  readonly done: string;
  /** Boxes of the load that went over already, where others did not. */
  readonly gone: readonly string[];
}

/** Return what stands of the offers that `own` made of this load, by the facts of this phone in their order. */
export function standingOf(load: Load, own: string, facts: readonly Pick<Brief, "name" | "fact">[]): Standing {
  const offers = new Map<string, Given>();
  const gone = new Set<string>();
  const over = takenBack(facts);
  let done = "";
  for (const { name, fact } of facts) {
    if (fact.kind === "given" && fact.giver === own && isOf(fact, load)) offers.set(name, fact);
    else if (fact.kind === "refused") over.add(fact.given ?? "");
    else if (fact.kind === "received") {
      const given = offers.get(fact.given ?? "");
      over.add(fact.given ?? "");
      if (given !== undefined) {
        for (const code of tookOver(given, fact, load.list === "" ? [] : load.packages)) gone.add(code);
        if (load.packages.every((code) => gone.has(code))) done = fact.given ?? "";
      } else if (fact.receiver === own && load.list !== "" && fact.list === load.list) {
        // It came back, as from a driver who could not go on.
        gone.clear();
        done = "";
      }
    }
  }
  const open = [...offers.keys()].filter((name) => !over.has(name)).at(-1) ?? "";
  return { open, done, gone: done === "" && load.list !== "" ? [...gone].sort() : [] };
}

function isOf(given: Given, load: Load): boolean {
  if (load.list !== "") return given.list === load.list;
  return given.list === undefined && given.to === load.to && (given.packages ?? []).some((code) => load.packages.includes(code));
}
