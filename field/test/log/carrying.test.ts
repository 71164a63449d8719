import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { concat, textOf, utf8 } from "../../src/log/bytes";
import { fromBase45, PREFIX, readText, toBase45, writeText } from "../../src/log/carrying";
import { DICTIONARY } from "../../src/log/dictionary";
import { inflate } from "../../src/log/inflate";

const SIG = new Uint8Array(64).fill(5);

test("a fact is carried as text and comes back", () => {
  const body = utf8(`{"kind":"given","place":"63.09:gudang-1","packages":["${"KB0170411".repeat(90)}"]}`);

  expect(readText(writeText({ body, sig: SIG }))).toEqual({ body, sig: SIG });
});

test("what messengers do to a text does no harm", () => {
  const text = writeText({ body: utf8("{}"), sig: SIG });

  expect(readText(` \n${text.slice(0, 40)}\r\n${text.slice(40)}\t`).sig).toEqual(SIG);
});

test.each([["", ""], ["AB", "BB8"], ["Hello!!", "%69 VD92EX0"], ["base-45", "UJCLQE7W581"]])("%s in base45", (plain, coded) => {
  expect(toBase45(utf8(plain))).toBe(coded);
  expect(textOf(fromBase45(coded))).toBe(plain);
});

test.each(["A", "GGW", "ZZ", ":::", "ab8", "BB8B"])("%s is no base45", (text) => {
  expect(() => fromBase45(text)).toThrow("base45");
});

test("every kind of block is read as zlib wrote it", () => {
  const none = new Uint8Array(0);
  const bodies = [none, utf8("a"), utf8("abc ".repeat(5000)), Uint8Array.from({ length: 20_000 }, (_, at) => (at * at * 31) >> 5)];
  for (const body of bodies) {
    for (const options of [{ level: 0 }, { level: 9 }, { level: 9, strategy: 4 }, { level: 6, dictionary: DICTIONARY }]) {
      const packed = deflateRawSync(body, options);
      expect(inflate(packed, "dictionary" in options ? DICTIONARY : none, 32_768)).toEqual(body);
    }
  }
});

test("a small text that would fill the memory is stopped", () => {
  const packed = deflateRawSync(new Uint8Array(5_000_000), { dictionary: DICTIONARY });

  expect(() => readText(PREFIX + toBase45(concat(Uint8Array.of(1), SIG, packed)))).toThrow("too large");
});

test("a text that is cut, longer or of another version carries nothing", () => {
  const packed = deflateRawSync(utf8("{}"), { dictionary: DICTIONARY });
  const carried = (...parts: Uint8Array[]): string => PREFIX + toBase45(concat(...parts));

  expect(() => readText(carried(Uint8Array.of(1), SIG, packed.subarray(0, -1)))).toThrow("cut");
  expect(() => readText(carried(Uint8Array.of(1), SIG, packed, Uint8Array.of(0)))).toThrow("after the end");
  expect(() => readText(carried(Uint8Array.of(2), SIG, packed))).toThrow("not a fact");
  expect(() => readText(carried(Uint8Array.of(1), SIG))).toThrow("not a fact");
});
