import { afterEach, expect, test, vi } from "vitest";
import { concat, fromHex, toHex, utf8 } from "../../src/log/bytes";
import { bodyVerifies, EVENT, isWeak, newKeys, RECEIPT, signBody, signerFromKeys, signerFromSeed, verifies, verifiesHere } from "../../src/log/keys";

const BODY = utf8('{"kind":"given"}');

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

test("a body is signed for one purpose and no other", async () => {
  const pakJoko = signerFromSeed(new Uint8Array(32).fill(1));
  const sig = await signBody(pakJoko, EVENT, BODY);

  expect(await bodyVerifies(pakJoko.public, EVENT, BODY, sig)).toBe(true);
  expect(await bodyVerifies(pakJoko.public, RECEIPT, BODY, sig)).toBe(false);
});

test("keys that stay in the browser sign as others do", async () => {
  const pair = await newKeys();
  if (pair === null) throw new Error("no Ed25519 in this runtime");
  const phone = await signerFromKeys(pair);
  const sig = await signBody(phone, EVENT, BODY);

  expect(pair.privateKey.extractable).toBe(false);
  expect(verifiesHere(phone.public, concat(EVENT, BODY), sig)).toBe(true);
});

test.each([
  ["identity", `01${"00".repeat(31)}`],
  ["order two", `ec${"ff".repeat(30)}7f`],
  ["order four", "00".repeat(32)],
  ["order eight", "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"],
  ["beyond the prime", `ee${"ff".repeat(30)}7f`],
  ["no point", `02${"00".repeat(31)}`],
  ["too short", "01"],
])("a key is refused: %s", (_, key) => {
  expect(isWeak(fromHex(key))).toBe(true);
});

test("without the browser's Ed25519 the verdicts are the same", async () => {
  vi.stubGlobal("crypto", {});
  vi.resetModules();
  const alone = await import("../../src/log/keys");
  const signer = alone.signerFromSeed(new Uint8Array(32).fill(2));
  const sig = await signer.sign(BODY);

  const changed = sig.map((byte, at) => (at === 40 ? byte ^ 1 : byte));
  expect(await alone.newKeys()).toBeNull();
  expect(await alone.verifies(signer.public, BODY, sig)).toBe(true);
  expect(await alone.verifies(signer.public, BODY, changed)).toBe(false);

  vi.unstubAllGlobals();
  expect(await verifies(signer.public, BODY, sig)).toBe(true);
  expect(await verifies(signer.public, BODY, changed)).toBe(false);
});

test("a browser that is wrong on the probes is not asked", async () => {
  vi.stubGlobal("crypto", { subtle: { importKey: async () => ({}), verify: async () => true } });
  vi.resetModules();
  const careful = await import("../../src/log/keys");
  const signer = careful.signerFromSeed(new Uint8Array(32).fill(3));

  expect(await careful.verifies(signer.public, BODY, new Uint8Array(64).fill(9))).toBe(false);
});

test("the id of a key is half a hash", () => {
  expect(signerFromSeed(new Uint8Array(32)).keyId).toMatch(/^[0-9a-f]{32}$/);
  expect(toHex(signerFromSeed(new Uint8Array(32)).public).slice(0, 8)).toBe("3b6a27bc");
});
