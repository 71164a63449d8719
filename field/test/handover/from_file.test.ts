import { expect, test } from "vitest";
import { Gathering } from "../../src/handover/gathering";
import { itemsInFile } from "../../src/handover/from_file";
import { Malformed, sha256, toHex, utf8 } from "../../src/log/bytes";
import { partsOf, wholeText } from "../../src/log/series";

const body = (n: number): string => `{"seq":${n}}`;
const sig = (n: number): string => btoa(String.fromCharCode(...new Uint8Array(64).fill(n)));
const bytes = (n: number) => ({ body: utf8(body(n)), sig: new Uint8Array(64).fill(n) });

test("a copy of another phone brings what no receipt names, with its countersignatures", () => {
  const countersigned = [{ device: "a", sig: sig(9) }];
  const receipts = [{ body: JSON.stringify({ fact: toHex(sha256(utf8(body(1)))) }), sig: "" }];
  const text = JSON.stringify({ facts: [{ body: body(1), sig: sig(1) }, { body: body(2), sig: sig(2), countersigned }], receipts, checkpoints: [] });

  expect(itemsInFile(`\ufeff${text}\n`)).toEqual([{ ...bytes(2), countersigned }]);
});

test("a file of text codes brings its facts", () => {
  expect(itemsInFile(wholeText([bytes(1), bytes(2)]))).toEqual([bytes(1), bytes(2)]);
});

test.each([
  "",
  "halo",
  "{",
  "{}",
  '{"facts":[1]}',
  '{"facts":[null]}',
  '{"facts":[{"body":"{}"}]}',
  '{"facts":[{"body":"{}","sig":"?"}]}',
  '{"facts":[],"receipts":[{}]}',
  '{"facts":[],"receipts":[{"body":"x"}]}',
  partsOf([bytes(1), bytes(2)], 80).slice(1).join("\n"),
])("what is no whole copy is refused: %s", (text) => {
  expect(() => itemsInFile(text)).toThrow(Malformed);
});

test("a message of WhatsApp is gathered like its text alone", () => {
  const got = new Gathering().take(`[25/11 08.10] Bu Sari: ${wholeText([bytes(1), bytes(2)])}\n[25/11 08.11] Budi: terima kasih`);

  expect(got).toEqual({ is: "items", items: [bytes(1), bytes(2)] });
});
