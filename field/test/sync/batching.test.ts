import { expect, test } from "vitest";
import type { Kept } from "../../src/keeping/records";
import { batchBody, batchesOf } from "../../src/sync/batching";

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
