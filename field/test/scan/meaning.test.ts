import { expect, test } from "vitest";
import { utf8 } from "../../src/log/bytes";
import { writeText } from "../../src/log/carrying";
import { meaning } from "../../src/scan/meaning";
import { vectors } from "../log/files";

const BOX = "P246309052003007BUPK1F";
const FACT = writeText({ body: utf8(`{"kind":"given"}`), sig: new Uint8Array(64).fill(7) });
const LETTERS = vectors<{ readonly cases: readonly { readonly text?: string; readonly good: boolean }[] }>("letters").cases;
const LETTER = LETTERS.find((each) => each.good && each.text !== undefined)?.text as string;
const LOG = `TEPAT-LOG1:${"AB".repeat(32)}:12:34:${"0".repeat(24)}`;

test.each([
  ["a label", BOX, "package"],
  ["a label typed as it is printed", "p24 6309 05 2003 007 bup k1 f", "package"],
  ["an address with a label in it", `https://contoh.id/p/${BOX}`, "package"],
  ["an address that asks for a label", `https://contoh.id/cari/?q=${BOX}`, "package"],
  ["a label with one letter wrong", "P246309052003001BUPK1F", "torn"],
  ["a fact", FACT, "fact"],
  ["a fact with line feeds of a messenger", `${FACT.slice(0, 30)}\n${FACT.slice(30)}`, "fact"],
  ["a fact that was cut", FACT.slice(0, 40), "torn"],
  ["a letter", LETTER, "letter"],
  ["a TPS", "63.09.05.2003-007", "place"],
  ["an office", "63.09.05:ppk", "place"],
  ["a store", "63.09:gudang-1", "place"],
  ["a run sheet", "TEPAT-RENCANA1:ab12:2-truk-1-1", "plan_mark"],
  ["a berita acara", LOG, "log_mark"],
  ["a driver's link", "https://contoh.id/j/Q1w2E3r4T5y6U7i8q1w2e3r4t5y6u7i8", "driver"],
  ["an address of somebody", "https://contoh.id/", "other"],
  ["an address that cannot be one", "https://[", "other"],
  ["braces that are no letter", '{"a":1}', "other"],
  ["a code of another system", "SILOG-0001-77", "other"],
  ["blanks", " \n\u200b", "nothing"],
])("%s", (_, text, what) => {
  expect(meaning(text).what).toBe(what);
});

test("an address gives the same package as its bare code", () => {
  expect(meaning(`https://contoh.id/p/${BOX}`)).toMatchObject({ code: BOX, parts: { place: "63.09.05.2003-007", kind: "BUP" } });
});

test("a number that may be a seal says so", () => {
  expect(meaning("KB 0170 411")).toMatchObject({ what: "other", seal: "KB0170411" });
});

test("what takes no room does not make another code", () => {
  expect(meaning("SILOG\u202e-0001\u200b-77").text).toBe("SILOG-0001-77");
});
