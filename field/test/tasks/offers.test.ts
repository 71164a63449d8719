import { expect, test } from "vitest";
import type { Officer } from "../../src/keeping/records";
import type { Manifest } from "../../src/manifest/types";
import { merged, type Offered } from "../../src/tasks/offers";
import type { Task, World } from "../../src/tasks/task";

const LIST = "3b".repeat(32);
const NAME = "a".repeat(64);
const world = {
  officer: { role: "pps", area: "99.01.01.1001" } as Officer,
  manifest: { loads: [{ code: "SJ-1", list: LIST }], areas: { "99.01.01": "Hulu" } } as unknown as Manifest,
  facts: [],
  now: new Date("2029-11-24T00:00:00Z"),
} satisfies World<Manifest>;
const task = (id: string, more: Partial<Task> = {}): Task => ({ id, icon: "terima", title: id, text: "", button: "", path: ["hitung", "SJ-1"], when: "later", rank: 5, ...more });
const offer = (more: Partial<Offered> = {}): Offered => ({ name: NAME, list: LIST, boxes: 6, giver: "ppk@99.01.01", onPaper: false, ...more });
const shown = (tasks: readonly Task[], ...offers: Offered[]): string[] => merged(tasks, offers, world).map(({ id, when, path }) => `${id} ${when} ${path.join("/")}`);

test("a load that was signed away is work for now, and is counted as always", () => {
  expect(shown([task("give:SJ-2", { when: "now" }), task("receive:SJ-1")], offer())).toEqual(["receive:SJ-1 now hitung/SJ-1", "give:SJ-2 now hitung/SJ-1"]);
});

test("what a paper says is signed without a count, and not written down a second time", () => {
  expect(shown([task("receive:SJ-1"), task("paper:SJ-1")], offer({ onPaper: true }))).toEqual([`offer:${NAME} now terima/tawaran/${NAME}`]);
});

test("a deputy, and who gets boxes back without a list, sees the offer by itself", () => {
  expect(shown([], offer({ list: "4c".repeat(32) }), offer({ name: "b".repeat(64), list: "" })).length).toBe(2);
  expect(merged([], [offer({ list: "" })], world)[0]?.title).toBe("Terima 6 kotak dari PPK Hulu");
});

test("without offers nothing changes", () => {
  expect(shown([task("receive:SJ-1")])).toEqual(["receive:SJ-1 later hitung/SJ-1"]);
});
