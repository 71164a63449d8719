/** Codes that Python reads or refuses: the phone must read the same. */
import { expect, test } from "vitest";
import { looksOwn, plainCode, readable, readMark, readPackage, readSeal, writePackage, type PackageCode } from "../../src/scan/codes";
import { vectors } from "../log/files";

interface Codes {
  readonly packages: readonly {
    readonly shows: string;
    readonly text: string;
    readonly plain: string;
    readonly own: boolean;
    readonly package: (PackageCode & { readonly code: string; readonly readable: string }) | null;
  }[];
  readonly seals: readonly { readonly shows: string; readonly text: string; readonly seal: string | null }[];
  readonly marks: readonly { readonly shows: string; readonly text: string; readonly mark: unknown }[];
}

const { packages, seals, marks } = vectors<Codes>("codes");

test.each(packages)("$shows", ({ text, plain, own, package: expected }) => {
  const found = readPackage(text);

  expect(plainCode(text)).toBe(plain);
  expect(looksOwn(text)).toBe(own);
  if (found === null) expect(expected).toBeNull();
  else {
    const code = writePackage(found);
    expect({ ...found, code, readable: readable(code) }).toEqual(expected);
  }
});

test.each(seals)("seal: $shows", ({ text, seal }) => {
  expect(readSeal(text)).toBe(seal);
});

test.each(marks)("mark: $shows", ({ text, mark }) => {
  expect(readMark(text)).toEqual(mark);
});

test("every single wrong character of a code is found", () => {
  const code = "P246309052003007BUPK1F";
  for (let at = 0; at < code.length; at += 1) {
    for (const letter of "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") {
      if (letter === code[at]) continue;
      expect(readPackage(code.slice(0, at) + letter + code.slice(at + 1))).toBeNull();
    }
  }
});
