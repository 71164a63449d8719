import { expect, test } from "vitest";
import { signed as signedFact } from "../../src/facts/writing";
import { textOf } from "../../src/log/bytes";
import type { Unsigned } from "../../src/log/envelope";
import { signerFromSeed } from "../../src/log/keys";
import { readParcel } from "../../src/log/parcels";
import type { Kept } from "../../src/keeping/records";
import { batchBody, batchesOf, packedOf, PARCEL } from "../../src/sync/batching";

const fact = (seq: number, body = "x".repeat(100)): Kept => ({ name: `n${seq}`, device: "a", seq, kind: "used", body, sig: "c2ln", own: true, stored: seq });
const several = (n: number) => Array.from({ length: n }, (_, at) => fact(at + 1));

test("batches keep the order, and hold no more facts and bytes than they may", () => {
  const batches = batchesOf(several(450), 30_000);

  expect(batches.flat().map((each) => each.seq)).toEqual(several(450).map((each) => each.seq));
  for (const batch of batches) {
    expect(batch.length).toBeLessThanOrEqual(200);
    expect(batchBody(batch).length).toBeLessThanOrEqual(30_000);
  }
});

test("a fact that is larger than a batch goes alone", () => {
  const batches = batchesOf([fact(1), fact(2, "x".repeat(32_768)), fact(3)], 10_000);
  expect(batches.map((each) => each.length)).toEqual([1, 1, 1]);
});

test("nothing to send is no request", () => {
  expect(batchesOf([])).toEqual([]);
});

/** A day of a PPS: facts of several kinds as its phone signs them, the first with the key's letter. */
async function day(count: number): Promise<Kept[]> {
  const signer = signerFromSeed(new Uint8Array(32).fill(7));
  const envelope = { election: "contoh-2029", kabupaten: "99.01", session: "9f3c1b2a", role: "pps", assignment: "5e".repeat(32) };
  const facts: Kept[] = [];
  for (let at = 1; at <= count; at += 1) {
    const box = `P29990101100100${at % 10}BUPK1X`;
    const said = [
      { kind: "incident", what: "flood", place: "99.01.01.1001:pps" },
      { kind: "inspected", place: "99.01.01.1001:pps", outcome: "good", packages: [box], checks: [{ package: box, seals: [`KB00${at}`, `KB01${at}`] }] },
      { kind: "turnout", place: `99.01.01.1001-00${at % 10}`, voters: at * 13 },
    ][at % 3];
    const when = new Date(Date.UTC(2029, 10, 24, 1, at)).toISOString().replace(/\.[0-9]+Z/, "+00:00");
    const before = facts.at(-1);
    const fact = { ...said, ...envelope, at: when, mono: at * 60_000, seen: { root: `${1000 + at}`.padStart(16, "a"), size: 400 + at } } as unknown as Unsigned;
    facts.push(await signedFact(signer, { seq: before?.seq ?? 0, prev: before?.name ?? "" }, fact, new Date(when)));
  }
  return facts;
}

test("a batch is a parcel, byte for byte what was signed, at most 220 B a fact", async () => {
  const facts = await day(60);
  const { body, type } = await packedOf(facts);

  expect(type).toBe(PARCEL);
  expect(readParcel(body as Uint8Array).map((each) => textOf(each.body))).toEqual(facts.map((each) => each.body));
  expect((body as Uint8Array).length / facts.length).toBeLessThanOrEqual(220);
  expect((body as Uint8Array).length * 3).toBeLessThan(batchBody(facts).length);
});

test("what no parcel holds goes as JSON: a countersignature, a signature of another length", async () => {
  const [one] = await day(1);
  const countersigned = [{ device: "b".repeat(32), sig: "c2ln" }];
  for (const odd of [{ ...(one as Kept), countersigned }, fact(1)]) {
    const { body, type } = await packedOf([one as Kept, odd]);
    expect(type).toBe("application/json");
    expect(JSON.parse(body as string)).toEqual(JSON.parse(batchBody([one as Kept, odd])));
  }
});
