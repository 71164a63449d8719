/** The checks that a form itself shows. Twin of `core/count/checks.py` and of `core/count/remade.py`. Pure. */
import type { Form } from "./results_forms";
import { isRow, sumsOf } from "./results_lists";

/** Sums of figures: the left side equals the right one, or is at most as large. `votes` is the sum of the numbers on the paper. */
const IDENTITIES: readonly (readonly [code: string, left: string, relation: "=" | "<=", right: readonly string[]])[] = [
  ...["registered", "dpt", "moved", "unlisted", "users"].map((each) => ["A1", each, "=", [`${each}_men`, `${each}_women`]] as const),
  ["A2", "users", "=", ["dpt", "moved", "unlisted"]],
  ["A3", "dpt", "<=", ["registered"]],
  ["A4", "received", "=", ["used", "spoiled", "left"]],
  ["A5", "used", "=", ["users"]],
  ["A6", "total", "=", ["valid", "invalid"]],
  ["A7", "total", "=", ["used"]],
  ["A8", "valid", "=", ["votes"]],
  ["A11", "users", "<=", ["received"]],
];
const CODES: readonly string[] = Array.from({ length: 15 }, (_, at) => `A${at + 1}`);
/** Checks that compare with what stands on no form: papers delivered, lists, other forms. */
const ELSEWHERE: ReadonlySet<string> = new Set(["A9", "A10", "A12", "A13"]);
/** Percent below which a turnout is asked about. */
const LOWEST_TURNOUT = 10;

/** Return what the column of checks should say, null where it is right. */
export function checksAmiss(said: string, form: Form): string | null {
  const told = new Set(said.split(" ").filter((code) => ELSEWHERE.has(code)));
  const held = codesOf(form);
  const should = CODES.filter((code) => told.has(code) || held.has(code)).join(" ");
  return should === said ? null : should;
}

/** Return what the column of sources should say, null where it may be right. */
export function sourceAmiss(said: string, isDesk: boolean): string | null {
  const may = isDesk ? ["desk", "sheet"] : ["phone"];
  return may.includes(said) ? null : (may[0] ?? "");
}

/** The codes of checks that do not hold. */
function codesOf({ figures, votes }: Form): ReadonlySet<string> {
  const numbers = [...votes].filter(([name]) => !isRow(name)).map(([, count]) => count);
  const all = numbers.length === 0 ? undefined : sum(numbers);
  const value = (name: string): number | undefined => (name === "votes" ? all : figures.get(name));
  const found = new Set<string>();
  for (const [code, name, relation, names] of IDENTITIES) {
    const [left, parts] = [value(name), names.map(value)];
    const right = parts.every((each) => each !== undefined) ? sum(parts) : undefined;
    if (left !== undefined && right !== undefined && (relation === "=" ? left !== right : left > right)) found.add(code);
  }
  const [users, registered] = [figures.get("users"), figures.get("registered")];
  const people = (registered ?? 0) + (figures.get("moved") ?? 0) + (figures.get("unlisted") ?? 0);
  if (users !== undefined && registered !== undefined && people > 0 && (users > people || users * 100 < people * LOWEST_TURNOUT)) found.add("A14");
  if (all !== undefined && all !== 0 && numbers.length > 1 && numbers.includes(all)) found.add("A14");
  for (const [party, rows] of sumsOf(votes)) if (votes.has(party) && votes.get(party) !== rows) found.add("A15");
  return found;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
