import { expect, test } from "vitest";
import { readLetter, serversFor } from "../../src/enrol/letter";
import type { Officer } from "../../src/keeping/records";
import { textOf, toBase64 } from "../../src/log/bytes";
import { encode } from "../../src/log/canonical";

const ASSIGNMENT = "c".repeat(64);
const NOW = new Date("2029-11-20T08:00:00Z");

function letter(more: Record<string, string> = {}): string {
  return textOf(
    encode({
      area: "99.01.01.1001", assignment: ASSIGNMENT, expires: "2029-12-01T00:00:00Z", log: "kpu.example/contoh-2029/99.01",
      role: "pps", secret: "0".repeat(32), servers: ["https://kpu.example"], sig: toBase64(new Uint8Array(64)), v: 1, ...more,
    }),
  );
}

test("a letter names its election and kabupaten", () => {
  expect(readLetter(`  ${letter()}\n`, [], NOW)).toMatchObject({ election: "contoh-2029", kabupaten: "99.01", text: letter() });
});

test.each(["", "P2499010110010010GUBK1X", "{}", "TEPAT1:ABC", letter().replace('"v":1', '"v":2')])("%s is no letter", (text) => {
  expect(readLetter(text, [], NOW)).toBe("unreadable");
});

test("a phone whose clock is three days ahead still takes a letter of today; an old one it does not", () => {
  expect(readLetter(letter({ expires: "2029-11-18T00:00:00Z" }), [], NOW)).toMatchObject({ election: "contoh-2029" });
  expect(readLetter(letter({ expires: "2029-11-01T00:00:00Z" }), [], NOW)).toBe("expired");
});

test("the same letter makes no second key on this phone", () => {
  expect(readLetter(letter(), [{ assignment: ASSIGNMENT } as Officer], NOW)).toBe("known");
});

test("a letter without an election leads nowhere", () => {
  expect(readLetter(letter({ log: "kpu.example" }), [], NOW)).toBe("no_log");
});

test("an HTTPS page asks no plain HTTP server; its own server comes first", () => {
  const servers = ["http://10.0.0.2:8000", "https://kpu.example/", "https://hub.example", "javascript:alert(1)", "nonsense"];
  expect(serversFor({ servers }, { origin: "https://kpu.example", protocol: "https:" })).toEqual(["https://kpu.example", "https://hub.example"]);
  expect(serversFor({ servers }, { origin: "http://10.0.0.2:8000", protocol: "http:" })).toEqual(["http://10.0.0.2:8000", "https://kpu.example", "https://hub.example"]);
});
