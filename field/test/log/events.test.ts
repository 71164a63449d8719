/** Facts that Python reads or refuses: the phone must give the same reason. */
import { expect, test } from "vitest";
import { utf8 } from "../../src/log/bytes";
import { encode, type Json } from "../../src/log/canonical";
import { readFact, Unreadable, writeFact } from "../../src/log/envelope";
import { KINDS } from "../../src/log/schema";
import { vectors } from "./files";

interface Events {
  readonly cases: readonly { readonly shows: string; readonly text: string; readonly reason: string }[];
  readonly spoilt: readonly { readonly kind: string; readonly field: string; readonly value: Json; readonly reason: string }[];
}

const { cases, spoilt } = vectors<Events>("events");

function reasonFor(body: Uint8Array): string {
  try {
    readFact(body);
    return "";
  } catch (error) {
    if (error instanceof Unreadable) return error.reason;
    throw error;
  }
}

test.each(cases)("$shows", ({ text, reason }) => {
  const body = utf8(text);

  expect(reasonFor(body)).toBe(reason);
  if (reason === "") expect(writeFact(readFact(body))).toEqual(body);
});

test("every kind is shown, small and full", () => {
  expect(cases.filter((it) => it.reason === "").length).toBeGreaterThanOrEqual(2 * Object.keys(KINDS).length);
});

test("a field that is spoilt is judged as Python judges it", () => {
  const wrong = spoilt.filter(({ kind, field, value, reason }) => {
    const full = cases.find((it) => it.shows === `${kind}, with every field`);
    const body = { ...(JSON.parse(full?.text ?? "") as Record<string, Json>), [field]: value };
    return reasonFor(encode(body)) !== reason;
  });

  expect(spoilt.length).toBeGreaterThan(500);
  expect(wrong).toEqual([]);
});
