import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Store } from "../../src/keeping/store";
import { Sync } from "../../src/sync/engine";
import { accepts, answering, fact, LOG, officer, refused, storeWith, type Answer } from "./office";

const photo = (of: string, sha256 = "p") => ({ sha256, device: officer().device, fact: of, type: "image/jpeg", bytes: new ArrayBuffer(3), sent: 0, done: false });
const note = (of: string) => ({ hash: "n", device: officer().device, fact: of, salt: "00", text: "air naik", done: false });
const whole: Answer = () => new Response('{"offset":3,"complete":true}');
const kept: Answer = () => new Response('{"kept":["n"]}');
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
  const asked = answering({ "/facts": accepts, "/manifest": revoked, "/halves": revoked, "/proofs": revoked, "/notes": kept, "/photos": whole });
  const { went, busy } = await tried(store);
  expect(asked.map((each) => each.split(" ")[0])).toEqual(
    ["/facts", "/manifest", "/halves", "/proofs", "/proofs", "/notes", "/photos/p"].map((path) => `kpu.test${path}`),
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
