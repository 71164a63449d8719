import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Store } from "../../src/keeping/store";
import { Sync } from "../../src/sync/engine";
import { fetchProofs } from "../../src/sync/proofs";
import { accepts, answering, fact, gathered, LOG, officer, POLICY, refused, storeWith, type Answer, json } from "./office";

const photo = (of: string, sha256 = "p") => ({ sha256, device: officer().device, fact: of, type: "image/jpeg", bytes: new ArrayBuffer(3), sent: 0, done: false });
const note = (of: string) => ({ hash: "n", device: officer().device, fact: of, salt: "00", text: "air naik", done: false });
const whole: Answer = () => json('{"offset":3,"complete":true}');
const kept: Answer = () => json('{"kept":["n"]}');
const revoked: Answer = () => refused(403, "device_revoked");

let running: Sync;
beforeEach(() => vi.stubGlobal("document", { addEventListener: () => undefined, visibilityState: "visible" }));
afterEach(() => {
  clearTimeout((running as unknown as { timer: ReturnType<typeof setTimeout> }).timer);
  vi.unstubAllGlobals();
});

async function tried(store: Store) {
  running = new Sync(store, () => undefined);
  await running.run("pressed");
  return running.state;
}

/** An officer with one fact behind them, and one more with a photo and words. */
async function working() {
  const [enrolled, used] = [await fact(1, { kind: "enrolled" }), await fact(2)];
  const of = officer({ role: "pkd" });
  const store = await storeWith([enrolled], of);
  await store.append(used, { seq: 1, prev: enrolled.name }, { photos: [photo(used.name)], notes: [note(used.name)] });
  return store;
}

test("who may have no list any more still sends, and can give the phone back", async () => {
  const store = await working();
  await store.set(`trust:${LOG}`, { ...((await store.setting(`trust:${LOG}`)) as object), policy: "quorum none\n" });
  const asked = answering({ "/facts": accepts, "/manifest": revoked, "/halves": revoked, "/proofs": revoked, "/announcements": () => json('{"announcements":[]}'), "/notes": kept, "/photos": whole });
  const { went, busy } = await tried(store);
  expect(asked.map((each) => each.split(" ")[0])).toEqual(
    ["/facts", "/manifest", "/halves", "/proofs", "/proofs", "/announcements", "/notes", "/photos/p"].map((path) => `kpu.test${path}`),
  );
  expect([...went.values()]).toEqual([{ what: "refused", sentence: "device_revoked", code: "device_revoked" }]);
  expect([busy, await store.waiting(), await store.unsent()]).toEqual([false, 0, { photos: 0, notes: 0 }]);
  expect(await store.removeOfficer(officer().device)).toBe(true);
});

test("without a network nothing more is asked", async () => {
  const store = await working();
  const asked = answering({ "/facts": accepts, "/manifest": () => new Response("", { status: 503 }), "/notes": kept });
  expect([...(await tried(store)).went.values()]).toEqual([{ what: "silent" }]);
  expect(asked.some((each) => each.includes("/notes"))).toBe(false);
});

test("a store that cannot be read, or a lock that is not given, ends no later try", async () => {
  const store = await working();
  answering({ "/facts": accepts });
  const officers = vi.spyOn(store, "officers").mockRejectedValueOnce(new Error("gone"));
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  const first = await tried(store);
  expect([first.busy, first.next > 0]).toEqual([false, true]);
  await running.run("pressed");
  expect([officers.mock.calls.length, await store.waiting()]).toEqual([2, 0]);
  clearTimeout((running as unknown as { timer: ReturnType<typeof setTimeout> }).timer);

  vi.stubGlobal("navigator", { locks: { request: () => Promise.reject(new DOMException("no", "SecurityError")) } });
  const refusedLock = await tried(store);
  expect([refusedLock.busy, refusedLock.next > 0]).toEqual([false, true]);
});

test("every fact is asked a proof for in its turn, also where five hundred never get one", async () => {
  const store = await storeWith([await fact(1, { kind: "enrolled" })]);
  await store.set(`trust:${LOG}`, { desks: [], logKeys: [], policy: POLICY });
  const settled = Array.from({ length: 700 }, (_, at) => ({ name: String(at).padStart(64, "0"), device: officer().device, seq: at, kind: "used", body: "{}", sig: "", own: true, stored: 1, receipt: { body: "{}", sig: "" }, number: 1, verdict: "accepted" as const, reason: null }));
  await store.settle(settled);
  const asked = new Set<string>();
  answering({
    "/proofs": ({ text }) => {
      for (const name of (JSON.parse(text) as { facts: string[] }).facts) asked.add(name);
      return gathered(["a"]);
    },
  });
  for (let round = 0; round < 2; round += 1) await fetchProofs(store, officer(), () => undefined).catch(() => undefined);
  expect(asked.size).toBe(700);
});
