import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import type { Kept, Officer } from "../../src/keeping/records";
import { Store } from "../../src/keeping/store";
import { textOf, toBase64 } from "../../src/log/bytes";
import { encode } from "../../src/log/canonical";
import { RECEIPT, signBody, signerFromSeed, type Signer } from "../../src/log/keys";
import { takeReceipts } from "../../src/sync/brought";

const LOG = "kpu.example/contoh-2029/99.01";
const [desk, stranger] = [1, 2].map((byte) => signerFromSeed(new Uint8Array(32).fill(byte))) as [Signer, Signer];
const OFFICER = { device: "d", log: LOG } as Officer;
const fact = (name: string): Kept => ({ name: name.repeat(64), device: "d", seq: 1, kind: "incident", body: "{}", sig: "", own: false, stored: 1 });

let store: Store;
let number = 0;

beforeEach(async () => {
  store = await Store.open(`brought-${(number += 1)}`);
  await store.set(`trust:${LOG}`, { desks: [toBase64(desk.public)], logKeys: [], policy: "" });
  await store.keepOther(fact("a"));
  await store.keepOther(fact("b"));
});

async function file(by: Signer, ...names: string[]): Promise<string> {
  const receipts = names.map(async (name) => {
    const body = encode({ fact: name.repeat(64), log: LOG, number: 7, received: "2029-11-20T08:00:00Z", v: 1, verdict: "accepted", within: 600 });
    return { body: textOf(body), sig: toBase64(await signBody(by, RECEIPT, body)) };
  });
  return JSON.stringify({ receipts: await Promise.all(receipts) });
}

test("what the desk receipted by a stick leaves the outbox; the rest stays", async () => {
  expect(await takeReceipts(store, OFFICER, await file(desk, "a", "c"))).toBe(1);
  expect((await store.outbox()).map(({ name }) => name)).toEqual(["b".repeat(64)]);
  expect((await store.archive()).map(({ name, verdict }) => [name, verdict])).toEqual([["a".repeat(64), "accepted"]]);
});

test("a file of somebody else, of nothing, or before the desk is known changes nothing", async () => {
  expect(await takeReceipts(store, OFFICER, await file(stranger, "a"))).toBe(0);
  for (const text of ["", "{}", "<html>", "x".repeat(9 * 2 ** 20)]) expect(await takeReceipts(store, OFFICER, text)).toBe(0);
  await store.set(`trust:${LOG}`, undefined);
  expect(await takeReceipts(store, OFFICER, await file(desk, "a"))).toBe(0);
  expect((await store.outbox()).length).toBe(2);
});

test("a key of the desk that has ended receipts nothing by a stick either", async () => {
  await store.set(`trust:${LOG}`, { desks: [toBase64(desk.public), toBase64(stranger.public)], ended: [toBase64(stranger.public)], logKeys: [], policy: "" });
  expect(await takeReceipts(store, OFFICER, await file(stranger, "a"))).toBe(0);
  expect(await takeReceipts(store, OFFICER, await file(desk, "a"))).toBe(1);
});
