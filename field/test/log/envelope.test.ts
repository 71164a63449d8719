import { expect, test } from "vitest";
import { textOf, utf8 } from "../../src/log/bytes";
import { encode, type Json } from "../../src/log/canonical";
import { readFact, signFact, writeFact, type Fact } from "../../src/log/envelope";
import { bodyVerifies, EVENT, signerFromSeed } from "../../src/log/keys";
import { KINDS } from "../../src/log/schema";

const GIVEN: Fact = {
  kind: "given",
  election: "pilkada-2024",
  kabupaten: "99.01",
  at: "2024-11-26T07:00:00+08:00",
  device: "0".repeat(32),
  seq: 1,
  giver: "gudang@99.01",
  receiver: "ppk@99.01.02",
  place: "99.01:gudang-1",
};

function spelled(changes: Record<string, Json>): Uint8Array {
  return encode({ ...(GIVEN as unknown as Record<string, Json>), v: 1, ...changes });
}

test("a fact has one spelling: defaults are left out, also inside", () => {
  const body = writeFact({ ...GIVEN, prev: "", photos: [], checks: [{ package: "A", seals: [], condition: "" }] });

  expect(textOf(body)).toContain('"checks":[{"package":"A"}]');
  expect(textOf(body)).not.toContain("photos");
  expect(writeFact(readFact(body))).toEqual(body);
});

test.each([
  ["unknown_kind", { kind: "stolen" }],
  ["unknown_kind", { kind: "toString" }],
  ["unknown_kind", { v: 2 }],
  ["malformed", { place: "" }],
  ["malformed", { paper: "" }],
  ["malformed", { photos: [] }],
  ["malformed", { gps: null }],
  ["malformed", { gps: { lat: 1 } }],
  ["malformed", { checks: [{ package: "A", condition: "" }] }],
  ["malformed", { without: ["B", "A"] }],
  ["malformed", { without: ["A", "A"] }],
  ["malformed", { giver: "gudang" }],
  ["malformed", { seq: 0 }],
  ["malformed", { seq: 2 }],
  ["malformed", { prev: "0".repeat(64) }],
  ["malformed", { salt: "0".repeat(32) }],
  ["malformed", { surprise: 1 }],
  ["malformed", { at: "2024-02-30T07:00:00+08:00" }],
  ["malformed", { at: "2024-11-26T07:00:00Z" }],
  ["malformed", { at: "2024-11-26T07:00:00-00:00" }],
  ["malformed", { at: "2024-11-26T24:00:00+08:00" }],
])("a fact is %s with %j", (reason, changes) => {
  expect(readFact(spelled({}))).toMatchObject(GIVEN);
  expect(() => readFact(spelled(changes as Record<string, Json>))).toThrow(reason);
});

test("bytes that are no fact have their reason", () => {
  expect(() => readFact(utf8("[]"))).toThrow("malformed");
  expect(() => readFact(utf8("{} "))).toThrow("not_canonical");
  expect(() => readFact(new Uint8Array(32_769))).toThrow("too_large");
});

test("a device numbers and links its facts, and signs them", async () => {
  const pakJoko = signerFromSeed(new Uint8Array(32).fill(1));
  const { device: _d, seq: _s, ...given } = GIVEN;
  const first = await signFact(pakJoko, { seq: 0, prev: "" }, given);
  const second = await signFact(pakJoko, first.chain, given);

  expect(readFact(second.body)).toMatchObject({ device: pakJoko.keyId, seq: 2, prev: first.name });
  expect(await bodyVerifies(pakJoko.public, EVENT, second.body, second.sig)).toBe(true);
});

test("hidden kinds need a salt, and say who may read them", () => {
  expect(KINDS["positioned"]?.audience).toBe("security");
});
