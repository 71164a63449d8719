import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
import { textOf, toBase64, utf8 } from "../../src/log/bytes";
import { checkpointText } from "../../src/log/checkpoints";
import { signNote, writeNote } from "../../src/log/notes";
import { leafHash, rootOf } from "../../src/log/tree";
import { exportOf } from "../../src/sync/exporting";
import { sendFacts } from "../../src/sync/facts";
import { fetchProofs } from "../../src/sync/proofs";
import { accepts, answering, desk, fact, json, LOG, officer, POLICY, receipt, refused, storeWith, type Answer } from "./office";

const nothing = (): void => undefined;
afterEach(() => vi.unstubAllGlobals());

/** `/proofs` of a log that says this number of each fact. */
function saying(number: number): Answer {
  return async ({ text }) => {
    const { facts } = JSON.parse(text) as { facts: string[] };
    const note = checkpointText({ origin: LOG, size: 1, root: rootOf([leafHash(utf8("a"))]) });
    const signed = textOf(writeNote({ text: note, signatures: [await signNote(note, LOG, desk)] }));
    const told = number === 0 ? { number } : { number, received: "2029-11-20T08:00:00Z", countersigned: [] };
    return json(JSON.stringify({ v: 1, checkpoint: signed, witnessed: true, hashes: [], facts: facts.map(() => told), consistency: [] }));
  };
}

async function receipted() {
  const facts = await Promise.all([1, 2, 3].map((seq) => fact(seq, seq === 1 ? { kind: "enrolled" } : { own: seq !== 3 })));
  const store = await storeWith(facts);
  await store.set(`trust:${LOG}`, { desks: [toBase64(desk.public)], logKeys: [], policy: POLICY });
  answering({ "/facts": accepts });
  await sendFacts(store, officer(), nothing);
  const { device } = officer();
  const used = await fact(4);
  const photos = [{ sha256: "a", device, fact: "", type: "image/jpeg", bytes: new ArrayBuffer(3), sent: 0, done: false }];
  await store.append(used, { seq: 1, prev: facts[0]!.name }, { photos, notes: [{ hash: "x", device, fact: "", salt: "00", text: "x", done: false }] });
  await sendFacts(store, officer(), nothing);
  await store.photoSent("a", 3, true);
  await store.noteSent("x");
  return { store, facts };
}

test.each([0, 8])("what a restored server holds as number %i instead of the promised one is sent again", async (number) => {
  const { store, facts } = await receipted();
  const again: Answer = async ({ names }) => json(JSON.stringify({ receipts: await Promise.all(names.map((name) => receipt(name, { number: 8 }))) }));
  const asked = answering({ "/proofs": saying(number), "/facts": again });

  await fetchProofs(store, officer(), nothing);

  expect(asked).toEqual(["kpu.test/proofs", "kpu.test/facts 4"]);
  expect([await store.photosTodo(officer().device), (await store.notesTodo(officer().device)).length]).toEqual([["a"], 1]);
  expect((await store.archive()).map((each) => [each.number, each.former?.length])).toEqual([[8, 1], [8, 1], [8, 1], [8, 1]]);
  expect(await store.waiting()).toBe(0);
  const { receipts } = JSON.parse(await exportOf(store, facts[0]!.device)) as { receipts: unknown[] };
  expect(receipts.length).toBe(8);
  asked.length = 0;
  answering({ "/proofs": saying(8), "/facts": again });
  await fetchProofs(store, officer(), nothing);
  expect(asked).toEqual([]);
});

test("what the log holds as promised is not sent again, nor is anything to who only says so", async () => {
  const { store } = await receipted();
  expect(answering({ "/proofs": saying(7), "/facts": accepts })).toEqual([]);
  await fetchProofs(store, officer(), nothing);
  const asked = answering({ "/proofs": () => json('{"v":1,"checkpoint":"no note","hashes":[],"facts":[],"consistency":[]}'), "/facts": accepts });
  await fetchProofs(store, officer(), nothing).catch(nothing);
  expect(asked).toEqual(["kpu.test/proofs"]);
  expect((await store.unsent()).photos).toBe(0);
});

test.each<[string, Answer]>([
  ["refuses it", () => refused(403, "device_revoked")],
  ["receipts nothing", () => json('{"receipts":[]}')],
  ["puts it aside", async ({ names }) => json(JSON.stringify({ receipts: await Promise.all(names.map((name) => receipt(name, { verdict: "quarantined", reason: "unknown_kind" }))) }))],
])("a server that %s takes nothing out of the archive", async (_, door) => {
  const { store } = await receipted();
  answering({ "/proofs": saying(0), "/facts": door, "/manifest": () => refused(403, "device_revoked") });
  await fetchProofs(store, officer(), nothing);
  expect((await store.archive()).map(({ number, verdict }) => [number, verdict])).toEqual([[7, "accepted"], [7, "accepted"], [7, "accepted"], [7, "accepted"]]);
});
