import { expect, test } from "vitest";
import { utf8 } from "../../src/log/bytes";
import { decode, DEEPEST, encode, LARGEST_BODY, NotCanonical, type Json } from "../../src/log/canonical";

test("what is written is read again, and written the same", () => {
  const value: Json = { b: [1, null, true, -7, 2 ** 53 - 1], a: "Muara Uya\n\u007f\u2028é", "10": {}, "9": "" };
  const bytes = encode(value);

  expect(decode(bytes)).toEqual(value);
  expect(encode(decode(bytes))).toEqual(bytes);
});

test.each([
  ['{"a":1,"a":1}', "key twice"],
  ['{"b":1,"a":1}', "keys not sorted"],
  ['{"a": 1}', "not JSON"],
  ['{"a":1}\n', "more after the end"],
  ['{"a":1.0}', "whole number"],
  ['{"a":1e3}', "whole number"],
  ['{"a":-0}', "spelled differently"],
  ['{"a":01}', "whole number"],
  ['{"a":9007199254740992}', "too large"],
  ['{"a":NaN}', "not JSON"],
  ['{"a":1,}', "not JSON"],
  ["[1,]", "not JSON"],
  ["[1", "expected"],
  ["", "not JSON"],
  ['"\\u0009"', "spelled differently"],
  ['"\\/"', "not JSON"],
  ['"\\ud800"', "not JSON"],
  ['"\t"', "not JSON"],
  ['"e\u0301"', "NFC"],
  ['"\\n\u0303"', "NFC"],
  ['{"é":1}', "ASCII"],
  ['\ufeff{}', "not JSON"],
])("%s is refused: %s", (text, why) => {
  expect(() => decode(utf8(text))).toThrow(NotCanonical);
  expect(() => decode(utf8(text))).toThrow(why);
});

test("bytes that are no UTF-8 are refused", () => {
  expect(() => decode(Uint8Array.of(0x22, 0xff, 0x22))).toThrow("UTF-8");
});

test("depth and size end at the same place for reading and writing", () => {
  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth);
  const deepest = decode(utf8(nested(DEEPEST)));

  expect(encode(deepest)).toEqual(utf8(nested(DEEPEST)));
  expect(() => decode(utf8(nested(DEEPEST + 1)))).toThrow("too deep");
  expect(() => encode([deepest])).toThrow("too deep");
  expect(decode(utf8(`"${"a".repeat(LARGEST_BODY - 2)}"`))).toHaveLength(LARGEST_BODY - 2);
  expect(() => decode(utf8(`"${"a".repeat(LARGEST_BODY - 1)}"`))).toThrow("too large");
  expect(() => encode("a".repeat(LARGEST_BODY - 1))).toThrow("too large");
});

test.each([[1.5], [2 ** 53], ["\ud800"], [{ é: 1 }], ["e\u0301"]])("%j has no canonical form", (value) => {
  expect(() => encode(value as Json)).toThrow(NotCanonical);
});

test("a key named as a hidden property is a key like any other", () => {
  const bytes = utf8('{"__proto__":{"a":1},"constructor":2}');

  expect(encode(decode(bytes))).toEqual(bytes);
});
