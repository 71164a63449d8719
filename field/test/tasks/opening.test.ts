import { expect, test } from "vitest";
import { otherwiseOf } from "../../src/handover/otherwise";
import { WORDS } from "../../src/log/schema";
import type { Met } from "../../src/manifest/types";
import { seenAt } from "../../src/tasks/opening";

const PLACE = "99.01.01.1001-001";
const boxes = ["A", "B", "C", "D"].map((code) => ({ code, seals: [`KB00${code}`] }) as unknown as Met);

test("a box that is not there was opened by nobody, and no seal is signed that nobody saw", () => {
  const { opened, checks, incidents } = seenAt({ place: PLACE, boxes }, new Set(), { A: "missing", B: "seal_differs", C: "wet" });
  expect(opened.map((each) => [each.package, each.seals])).toEqual([["B", []], ["C", []], ["D", ["KB00D"]]]);
  expect(checks).toEqual([{ package: "A", condition: "missing" }, { package: "B", condition: "other" }, { package: "C", condition: "wet" }]);
  expect(incidents.map(({ what, packages }) => [what, packages])).toEqual([["damaged", ["C"]], ["missing", ["A"]], ["seal_differs", ["B"]]]);
  for (const { condition } of checks) expect(WORDS["check.condition"]).toContain(condition);
  for (const { what } of incidents) expect(WORDS["incident.what"]).toContain(what);
});

test("where all are whole the seals of the list are what was seen; what was signed is not signed again", () => {
  const { opened, checks, incidents } = seenAt({ place: PLACE, boxes }, new Set(["A"]), {});
  expect(opened.map((each) => each.package)).toEqual(["B", "C", "D"]);
  expect([checks, incidents]).toEqual([[], []]);
});

test("seals that differ are not called broken where nobody typed a number", () => {
  const row = (code: string, state: string, seals: string[] = []) => ({ code, state: () => state, seals: () => seals });
  const { checks } = otherwiseOf([row("A", "seals"), row("B", "seals", ["KB1"]), row("C", "broken")], []);
  expect(checks).toEqual([{ package: "A", condition: "other" }, { package: "B", seals: ["KB1"] }, { package: "C", condition: "broken" }]);
});
