import { expect, test } from "vitest";
import { moment, offsetOf } from "../../src/app/clock";
import { hashOf, pathOf } from "../../src/app/router";
import { wayOf } from "../../src/app/secure";
import { mayUpdate } from "../../src/app/update";
import { tasksOf, type Task } from "../../src/tasks/task";
import { en } from "../../src/app/words/en";
import { stateOf } from "../../src/sync/pages";
import { handover } from "../../src/app/words/handover_id";
import { moving } from "../../src/app/words/moving_id";
import { id as first } from "../../src/app/words/id";

const id = { ...first, handover, moving };

test.each([[["terima", "SJ-52"]], [["serah", "a/b c"]], [[]]])("an address leads back to %j", (path) => {
  expect(pathOf(hashOf(path))).toEqual(path);
});

test("an address that somebody mistyped is read as far as it goes", () => {
  expect(pathOf("#/catatan/%E0%A4%A")).toEqual(["catatan", "%E0%A4%A"]);
});

test.each([
  ["official", { secure: true, worker: true, host: "tepat.kpu.example" }],
  ["official", { secure: true, worker: true, host: "localhost" }],
  ["hall", { secure: true, worker: true, host: "aula.tepat.internal" }],
  ["hall", { secure: true, worker: true, host: "192.168.4.1" }],
  ["quick", { secure: true, worker: false, host: "192.168.4.1" }],
  ["emergency", { secure: false, worker: false, host: "192.168.4.1" }],
] as const)("%s is named by what the browser offers", (way, offers) => {
  expect(wayOf(offers)).toBe(way);
});

const present = { waiting: 0, drafts: 0, today: "2024-11-19", freezes: ["2024-11-20", ""] };

test("the program changes where nothing waits and no freeze has come", () => {
  expect(mayUpdate(present)).toBe(true);
  expect(mayUpdate({ ...present, waiting: 1 })).toBe(false);
  expect(mayUpdate({ ...present, drafts: 1 })).toBe(false);
  expect(mayUpdate({ ...present, today: "2024-11-20" })).toBe(false);
});

test("a moment carries the offset of the kabupaten, not of the phone", () => {
  const at = new Date("2024-11-25T08:10:30.500Z");
  expect(moment(at, offsetOf("Asia/Makassar", at))).toBe("2024-11-25T16:10:30+08:00");
  expect(moment(at, offsetOf("Asia/Jayapura", at))).toBe("2024-11-25T17:10:30+09:00");
});

test("tasks of now come first, then by rank, and one of each", () => {
  const task = (name: string, when: Task["when"], rank: number): Task => ({ id: name, icon: "kotak", title: name, text: "", button: "", path: [], when, rank });
  const rules = [() => [task("b", "later", 1), task("a", "now", 2)], () => [task("c", "now", 1), task("a", "now", 2)]];
  expect(tasksOf(rules, {} as never).map((each) => each.id)).toEqual(["c", "a", "b"]);
});

/** Every text of a language by its path; what is computed is called with numbers and names. */
function texts(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, String((value as (...args: unknown[]) => string)(3, 5, 7))]];
  return Object.entries(value as object).flatMap(([key, each]) => texts(each, `${path}.${key}`));
}

test("both languages say the same things, and neither says nothing", () => {
  const [first, second] = [texts(id), texts(en)];
  expect(second.map(([path]) => path).sort()).toEqual(first.map(([path]) => path).sort());
  for (const [path, text] of [...first, ...second]) expect(text.trim(), path).not.toBe("");
});

test("a heading and a button have at most eight words", () => {
  const long = [...texts(id), ...texts(en)].filter(([path, text]) => /(heading|[Hh]eading|\.go|\.send|\.start|\.yes|\.no)$/.test(path) && text.split(" ").length > 8);
  expect(long).toEqual([]);
});

test("no screen promises what the law decides, or names a colour for what is not complete", () => {
  const said = [...texts(id), ...texts(en)].filter(([, text]) => /tetap sah|kuning|\bamber\b|handover stands|nobody signs in your name|atas nama Anda\.$/i.test(text));
  expect(said).toEqual([]);
});

test("a record that the server set aside was sent, and says whom to call", () => {
  const aside = { receipt: {}, verdict: "quarantined" } as unknown as Parameters<typeof stateOf>[0];
  expect(stateOf(aside).word).toBe(id.states.sent);
  expect(id.states.aside).toContain("telepon KPU");
});
