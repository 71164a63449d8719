/** What Python gathered is shown here too. */
import { expect, test } from "vitest";
import { fromHex, Malformed, utf8 } from "../../src/log/bytes";
import { isShown, readGathered } from "../../src/log/gathered";
import { vectors } from "./files";

interface Case {
  readonly shows: string;
  readonly good: boolean;
  readonly answer: { readonly facts: readonly unknown[] };
  readonly size: number;
  readonly root: string;
}

const { cases } = vectors<{ cases: Case[] }>("gathered");

test.each(cases)("$shows", ({ good, answer, size, root }) => {
  const { facts } = readGathered(utf8(JSON.stringify(answer)));
  const all = facts.every((told) => isShown(told, utf8(`leaf ${told.number - 1}`), size, fromHex(root)));
  expect(all).toBe(good);
});

test.each(["", "[]", "{}", '{"v":1,"checkpoint":"n","hashes":["AA=="],"facts":[],"consistency":[]}'])("refuses %s", (text) => {
  expect(() => readGathered(utf8(text))).toThrow(Malformed);
});

test("a path beyond the hashes is refused", () => {
  const bent = { ...cases[0]?.answer, facts: [{ number: 1, received: "2024-11-26T04:12:09Z", countersigned: [], path: [99] }] };
  expect(() => readGathered(utf8(JSON.stringify(bent)))).toThrow(Malformed);
});
