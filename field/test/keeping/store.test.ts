import "fake-indexeddb/auto";
import { deleteDB, openDB } from "idb";
import { beforeEach, expect, test, vi } from "vitest";
import type { Archived, Kept, Officer, Photo } from "../../src/keeping/records";
import { ChainMoved, Outdated, Store } from "../../src/keeping/store";
import { textOf } from "../../src/log/bytes";
import { writeFact } from "../../src/log/envelope";

let store: Store;
let number = 0;

beforeEach(async () => {
  store = await Store.open(`test-${(number += 1)}`);
});

const bytes = new ArrayBuffer(1);
const pin = { salt: bytes, hash: bytes, rounds: 1, wrong: 0, left: 0, at: 0, run: "" };

function officer(device: string): Officer {
  const log = "kpu.example/contoh-2029/99.01";
  return {
    device, public: bytes, key: { kind: "bare", seed: bytes }, pin, log, election: "contoh-2029", kabupaten: "99.01",
    role: "pps", area: "99.01.01.1001", assignment: "a".repeat(64), expires: "2029-12-01T00:00:00Z", servers: [], letter: "{}",
    seq: 0, prev: "", borrowed: false,
  };
}

function fact(device: string, seq: number, more: Partial<Kept> = {}): Kept {
  return { name: `${device}-${seq}`, device, seq, kind: "incident", body: "{}", sig: "", own: true, stored: seq, ...more };
}

const receipted = (kept: Kept): Archived => ({ ...kept, receipt: { body: "{}", sig: "" }, number: kept.seq, verdict: "accepted", reason: null });

const photo = (device: string, of: Kept): Photo => ({ sha256: `photo-${of.name}`, device, fact: of.name, type: "image/jpeg", bytes, sent: 0, done: false });

test("a fact is kept with its chain and its photos, or not at all", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  const second = fact("a", 2);
  await store.append(second, { seq: 1, prev: "a-1" }, { photos: [photo("a", second)] });

  expect((await store.officer("a"))?.seq).toBe(2);
  expect((await store.outbox("a")).map((each) => each.name)).toEqual(["a-1", "a-2"]);
  expect(await store.photos("a")).toHaveLength(1);
});

test("of two tabs that sign the same number only one is kept, and the other one leaves nothing", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  const [mine, theirs] = [fact("a", 2, { name: "mine" }), fact("a", 2, { name: "theirs" })];
  const both = [mine, theirs].map((each) => store.append(each, { seq: 1, prev: "a-1" }, { photos: [photo("a", each)] }));
  const [first, second] = await Promise.allSettled(both);

  expect(first?.status).toBe("fulfilled");
  expect(second).toMatchObject({ status: "rejected", reason: expect.any(ChainMoved) });
  expect((await store.outbox("a")).map((each) => each.name)).toEqual(["a-1", "mine"]);
  expect((await store.photos("a")).map((each) => each.fact)).toEqual(["mine"]);
});

test("a write that throws at once leaves the chain where it was", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  const second = fact("a", 2);
  const uncopied = { ...photo("a", second), bytes: (() => bytes) as unknown as ArrayBuffer };
  await expect(store.append(second, { seq: 1, prev: "a-1" }, { photos: [uncopied] })).rejects.toThrow();

  expect((await store.officer("a"))?.seq).toBe(1);
  expect((await store.outbox("a")).map((each) => each.name)).toEqual(["a-1"]);
  await store.append(second, { seq: 1, prev: "a-1" });
  expect((await store.officer("a"))?.seq).toBe(2);
});

test("a draft is gone exactly when its fact is there", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  await store.keepDraft("terima", { counted: ["x"] });
  await expect(store.append(fact("a", 3), { seq: 2, prev: "a-2" }, { draft: "terima" })).rejects.toThrow(ChainMoved);
  expect(await store.draft("terima")).toEqual({ counted: ["x"] });
  expect(await store.drafts()).toBe(1);

  await store.append(fact("a", 2), { seq: 1, prev: "a-1" }, { draft: "terima" });
  expect(await store.draft("terima")).toBeUndefined();
});

test("what has a receipt moves from the outbox to the archive, and leaves it only with a proof", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  await store.settle([receipted(fact("a", 1))]);
  expect([await store.waiting("a"), (await store.archive("a")).length]).toEqual([0, 1]);

  expect(await store.forget(["a-1"])).toBe(0);
  await store.prove(new Map([["a-1", "c2sp.org/tlog-proof@v1"]]));
  expect(await store.forget(["a-1"])).toBe(1);
  expect(await store.archive("a")).toEqual([]);
});

test("an officer is removed only when everything of theirs was sent, and nobody else loses anything", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  await store.enrol(officer("b"), fact("b", 1));
  expect(await store.removeOfficer("a")).toBe(false);

  const second = fact("a", 2);
  await store.append(second, { seq: 1, prev: "a-1" }, { photos: [photo("a", second)] });
  await store.settle([receipted(fact("a", 1)), receipted(second)]);
  expect(await store.removeOfficer("a"), "a photo still waits").toBe(false);
  expect(await store.officer("a")).toBeDefined();

  await store.photoSent("photo-a-2", 1, true);
  expect(await store.removeOfficer("a")).toBe(true);
  expect((await store.officers()).map((each) => each.device)).toEqual(["b"]);
  expect((await store.outbox()).map((each) => each.name)).toEqual(["b-1"]);
  expect(await store.archive()).toEqual([]);
});

test("the other half of a handover is kept once, also after it was sent", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  const other = fact("a", 7, { name: "other", own: false });
  await store.keepOther(other);
  await store.keepOther(other);
  expect(await store.waiting()).toBe(2);

  await store.settle([receipted(other)]);
  await store.keepOther(other);
  expect(await store.waiting()).toBe(1);
  expect((await store.officer("a"))?.seq, "it is no fact of this chain").toBe(1);
});

test("the same key enrols once", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  await expect(store.enrol(officer("a"), fact("a", 1, { name: "again" }))).rejects.toThrow(ChainMoved);
  expect(await store.waiting()).toBe(1);
});

test("an officer who leaves leaves no key, draft or tag behind", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  await store.settle([receipted(fact("a", 1))]);
  await store.set("witness:a", { key: "secret" });
  await store.set("etag:a", "1");
  await store.keepDraft("handover:a:terima", {});
  await store.set("witness:b", { key: "of another" });
  await store.set("trust:a.example/x/y", {});

  expect(await store.removeOfficer("a")).toBe(true);
  expect([await store.setting("witness:a"), await store.setting("etag:a"), await store.draft("handover:a:terima")]).toEqual([undefined, undefined, undefined]);
  expect([await store.setting("witness:b"), await store.setting("trust:a.example/x/y")]).not.toContain(undefined);
});

test("words belong to the fact that names them, and are done once a server keeps them", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  await store.append(fact("a", 2), { seq: 1, prev: "a-1" }, { notes: [{ hash: "n", device: "a", fact: "", salt: "00", text: "air naik", done: false }] });

  expect(await store.notes("a")).toMatchObject([{ fact: "a-2", done: false }]);
  await store.noteSent("n");
  expect(await store.notes("a")).toMatchObject([{ text: "air naik", done: true }]);
});

test("work of several facts knows how far it has come, with each fact or not at all", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  await expect(store.append(fact("a", 3), { seq: 2, prev: "a-2" }, { keep: { segel: { done: 1 } } })).rejects.toThrow(ChainMoved);
  expect(await store.draft("segel")).toBeUndefined();
  await store.append(fact("a", 2), { seq: 1, prev: "a-1" }, { keep: { segel: { done: 1 } } });
  expect(await store.draft("segel")).toEqual({ done: 1 });
});

/** A fact whose body is one, as rules need it. */
function said(seq: number, fields: object, more: Partial<Kept> = {}): Kept {
  const common = { election: "contoh-2029", kabupaten: "99.01", at: "2029-11-19T08:00:00+08:00", device: "0".repeat(32), seq: 1 };
  const { kind } = fields as { kind: string };
  return fact("a", seq, { kind, body: textOf(writeFact({ ...common, ...fields } as never)), ...more });
}

const given = { kind: "given", packages: ["A"], giver: "ppk@99.01.01", receiver: "pps@99.01.01.1001", place: "99.01.01:ppk", checks: [{ package: "A", seals: ["KB1"] }] };
const inspected = { kind: "inspected", place: "99.01.01:ppk", outcome: "good", checklist: "c".repeat(64) };
const trouble = { kind: "incident", what: "late", place: "99.01.01:ppk" };

test("of many facts only those that rules ask for are read for the first screen", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  const facts = [said(2, trouble), said(3, inspected), said(4, { ...inspected, outcome: "unfit" }), said(5, given)];
  for (const each of facts) await store.append(each, { seq: each.seq - 1, prev: `a-${each.seq - 1}` });
  await store.keepOther(said(7, { ...given, kind: "received" }, { name: "other", own: false }));

  const briefs = await store.briefs("a");
  expect(briefs.map(({ name, own }) => [name, own])).toEqual([["a-4", true], ["a-5", true], ["other", false]]);
  expect(briefs[1]?.fact, "seals of boxes are long, and no rule asks for them").not.toHaveProperty("checks");
  expect((await store.named(["a-5", "other", "none"])).map((each) => each.name)).toEqual(["a-5", "other"]);
});

test("what is left to ask a server for is found by index, and is gone when it is done", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  const second = fact("a", 2);
  await store.append(second, { seq: 1, prev: "a-1" }, { photos: [photo("a", second)], notes: [{ hash: "n", device: "a", fact: "", salt: "0", text: "", done: false }] });
  expect([await store.unsent(), await store.unsent("a"), await store.unsent("b")]).toEqual([{ photos: 1, notes: 1 }, { photos: 1, notes: 1 }, { photos: 0, notes: 0 }]);
  expect(await store.photosTodo("a")).toEqual(["photo-a-2"]);
  await store.photoSent("photo-a-2", 1, true);
  await store.noteSent("n");
  expect([await store.unsent(), await store.photosTodo("a"), await store.notesTodo("a")]).toEqual([{ photos: 0, notes: 0 }, [], []]);

  await store.settle([receipted(fact("a", 1)), { ...receipted(second), verdict: "quarantined", reason: "x" }]);
  expect((await store.unproved("a", 9)).map((each) => each.name)).toEqual(["a-1"]);
  await store.prove(new Map([["a-1", "proof"]]));
  expect(await store.unproved("a", 9)).toEqual([]);
});

test("what an older program kept is all there, and is found as if this one had kept it", async () => {
  const old = await openDB("old", 1, {
    upgrade(made) {
      made.createObjectStore("officers", { keyPath: "device" });
      for (const table of ["outbox", "archive"]) made.createObjectStore(table, { keyPath: "name" }).createIndex("device", "device");
      made.createObjectStore("photos", { keyPath: "sha256" }).createIndex("device", "device");
      made.createObjectStore("notes", { keyPath: "hash" }).createIndex("device", "device");
      made.createObjectStore("manifests", { keyPath: "device" });
      made.createObjectStore("heads", { keyPath: "log" });
      made.createObjectStore("settings");
    },
  });
  const [waits, sent] = [said(2, given), said(3, inspected)];
  await old.put("officers", { ...officer("a"), seq: 3, prev: "a-3" });
  await old.put("outbox", waits);
  await old.put("archive", receipted(sent));
  await old.put("photos", photo("a", waits));
  await old.put("photos", { ...photo("a", sent), done: true });
  old.close();

  const now = await Store.open("old");
  expect((await now.outbox("a")).map((each) => each.name)).toEqual(["a-2"]);
  expect((await now.briefs("a")).map((each) => each.name)).toEqual(["a-2", "a-3"]);
  expect((await now.unproved("a", 9)).map((each) => each.name)).toEqual(["a-3"]);
  expect(await now.unsent()).toEqual({ photos: 1, notes: 0 });
});

test("a store that was taken away while it was open is opened again, and says that it is empty", async () => {
  const name = `test-${number}`;
  await store.enrol(officer("a"), fact("a", 1));
  let lost = 0;
  store.onLost = () => (lost += 1);
  await deleteDB(name);
  expect([lost, store.wasEmptied]).toEqual([1, false]);

  expect(await store.officers()).toEqual([]);
  expect(store.wasEmptied).toBe(true);
  await store.enrol(officer("b"), fact("b", 1));
  expect(await store.waiting()).toBe(1);
});

test("a newer program that changes the store is let in, and this page says so from then on", async () => {
  await store.enrol(officer("a"), fact("a", 1));
  let lost = 0;
  store.onLost = () => (lost += 1);
  (await openDB(`test-${number}`, 99)).close();

  expect(lost).toBe(1);
  await expect(store.officers()).rejects.toThrow(Outdated);
  await expect(store.append(fact("a", 2), { seq: 1, prev: "a-1" })).rejects.toThrow(Outdated);
});

test("a draft that was left two days ago is kept, and is no work that somebody is in the middle of", async () => {
  const store = await Store.open("left");
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2029-11-20T08:00:00Z") });
  try {
    await store.keepDraft("vote:d:buka", { hour: "07:00" });
    vi.setSystemTime(new Date("2029-11-22T07:59:00Z"));
    expect(await store.drafts()).toBe(1);
    vi.setSystemTime(new Date("2029-11-22T08:01:00Z"));
    expect(await store.drafts()).toBe(0);
    expect(await store.draft("vote:d:buka")).toEqual({ hour: "07:00" });
    await store.keepDraft("vote:d:buka", { hour: "07:10" });
    expect(await store.drafts()).toBe(1);
    await store.dropDraft("vote:d:buka");
    expect(await store.drafts()).toBe(0);
  } finally {
    vi.useRealTimers();
  }
});
