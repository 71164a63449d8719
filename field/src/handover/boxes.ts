/** The boxes of a load with the seals on them, one line each; what differs is marked. */
import { h } from "../app/h";
import { icon } from "../app/icons";
import { ofHandover } from "../app/words/of_handover";
import { readPackage } from "../scan/codes";
import { boxName, boxShort, type Names } from "../scan/names";
import type { Known } from "./knowing";
import type { Otherwise, Seals } from "./saying";

/** So many boxes are listed at once; more are behind one press. */
const SHOWN = 6;

export function namesIn({ names, manifest }: Known): Names {
  return { regions: names, kinds: new Map((manifest?.kinds ?? []).map((kind) => [kind.short, kind.name])) };
}

/** A short name where all boxes are of one desa, else the whole one. */
export function nameFor(packages: readonly string[], names: Names): (code: string) => string {
  const places = new Set(packages.map((code) => readPackage(code)?.place.split("-")[0]));
  return (code) => (places.size === 1 ? boxShort(code) : boxName(code, names));
}

/** `said` are the seals that the other side says, `planned` those of the list. */
export function boxList(packages: readonly string[], known: Known, said: Seals, otherwise: Otherwise): HTMLElement {
  const all = [...packages, ...otherwise.extra];
  const name = nameFor(all, namesIn(known));
  const checks = new Map(otherwise.checks.map((check) => [check.package, check]));
  const one = (code: string): HTMLElement => {
    const planned = known.seals.get(code) ?? [];
    const seals = checks.get(code)?.condition === "other" ? [] : checks.get(code)?.seals ?? said.get(code) ?? planned;
    const differs = checks.has(code) || otherwise.extra.includes(code) || (planned.length > 0 && seals.length > 0 && seals.join() !== planned.join());
    const shape = otherwise.missing.includes(code) ? "tidak" : differs ? "perhatian" : "kotak";
    return h("li", {}, icon(shape, 20, shape === "kotak" ? "" : shape), h("b", {}, name(code)), h("span.code", {}, seals.join(", ")));
  };
  const list = h("ul.seals", {}, ...all.map(one));
  return all.length <= SHOWN ? list : h("details", {}, h("summary", {}, ofHandover().boxes(all.length)), list);
}
