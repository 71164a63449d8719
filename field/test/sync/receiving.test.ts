import { expect, test } from "vitest";
import type { Kept } from "../../src/keeping/records";
import { textOf, toBase64 } from "../../src/log/bytes";
import { encode } from "../../src/log/canonical";
import { RECEIPT, signBody, signerFromSeed, type Signer } from "../../src/log/keys";
import { readAnswer, settledBy, type Enrolment } from "../../src/sync/receiving";

const LOG = "kpu.example/contoh-2029/99.01";
const [desk, stranger] = [1, 2].map((byte) => signerFromSeed(new Uint8Array(32).fill(byte))) as [Signer, Signer];
const NAME = "a".repeat(64);
const sent: Kept[] = [{ name: NAME, device: "d", seq: 1, kind: "used", body: "{}", sig: "", own: true, stored: 1 }];

async function receipt(more: Record<string, string | number> = {}, by = desk) {
  const body = encode({ fact: NAME, log: LOG, number: 7, received: "2029-11-20T08:00:00Z", v: 1, verdict: "accepted", within: 600, ...more });
  return { body: textOf(body), sig: toBase64(await signBody(by, RECEIPT, body)) };
}

const settled = async (...receipts: { body: string; sig: string }[]) => settledBy({ receipts, checkpoint: "" }, sent, LOG, [toBase64(desk.public)]);

test("a receipt of the desk settles its fact", async () => {
  const [found] = await settled(await receipt());
  expect(found).toMatchObject({ name: NAME, number: 7, verdict: "accepted", reason: null });
});

test("a fact in quarantine is settled too, and says why", async () => {
  const [found] = await settled(await receipt({ verdict: "quarantined", reason: "wrong_letter" }));
  expect(found).toMatchObject({ verdict: "quarantined", reason: "wrong_letter" });
});

const answered = async (of: Kept, reason: string, enrolment: Enrolment) =>
  settledBy({ receipts: [await receipt({ verdict: "quarantined", reason })], checkpoint: "" }, [of], LOG, [toBase64(desk.public)], () => Promise.resolve(enrolment));

test.each(["bad_signature", "bad_countersignature", "malformed", "not_canonical", "other_scope", "too_large"])(
  "a receipt for a copy that somebody spoiled (%s) does not settle the fact that was signed here",
  async (reason) => {
    expect(await answered(sent[0]!, reason, "stands")).toEqual([]);
    expect(await answered({ ...sent[0]!, own: false }, reason, "stands")).toHaveLength(1);
  },
);

test("a key that the office has not heard of yet settles nothing of its own, unless the key was put aside", async () => {
  const beside = { ...sent[0]!, countersigned: [{ device: "e", sig: "" }] };
  const found = async (of: Kept, enrolment: Enrolment) => (await answered(of, "unknown_device", enrolment)).length;
  expect([await found(sent[0]!, "waits"), await found(sent[0]!, "stands"), await found(sent[0]!, "aside")]).toEqual([0, 0, 1]);
  expect([await found(beside, "waits"), await found(beside, "stands")]).toEqual([0, 1]);
});

test.each([
  ["of another log", () => receipt({ log: "other.example/contoh-2029/99.01" })],
  ["of another fact", () => receipt({ fact: "b".repeat(64) })],
  ["signed by somebody else", () => receipt({}, stranger)],
  ["that was changed", async () => ({ ...(await receipt()), body: (await receipt()).body.replace('"number":7', '"number":8') })],
  ["that is none", async () => ({ body: "{}", sig: "" })],
])("a receipt %s settles nothing", async (_, made) => {
  expect(await settled(await made())).toEqual([]);
});

test("the same receipt twice settles once", async () => {
  const one = await receipt();
  expect(await settled(one, one)).toHaveLength(1);
});

test.each(["<html>Wi-Fi hotel</html>", "[]", '{"receipts": 3}', ""])("%s is no answer", (text) => {
  expect(() => readAnswer(text)).toThrow();
});
