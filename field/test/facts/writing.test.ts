import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { enrol } from "../../src/enrol/enrolling";
import { readLetter, type Read } from "../../src/enrol/letter";
import { factOf } from "../../src/facts/reading";
import { say } from "../../src/facts/writing";
import { Store } from "../../src/keeping/store";
import { fromBase64, textOf, toBase64, utf8 } from "../../src/log/bytes";
import { encode } from "../../src/log/canonical";
import { bodyVerifies, EVENT } from "../../src/log/keys";
import { enrolmentMac } from "../../src/log/letters";

const NOW = new Date("2029-11-20T08:00:00Z");
const page = { origin: "https://kpu.example", protocol: "https:" } as Location;
const LETTER = textOf(
  encode({
    area: "99.01.01.1001", assignment: "c".repeat(64), expires: "2029-12-01T00:00:00Z", log: "kpu.example/contoh-2029/99.01",
    role: "pps", secret: "0f".repeat(16), servers: ["https://kpu.example"], sig: toBase64(new Uint8Array(64)), v: 1,
  }),
);

async function enrolled(name: string) {
  const store = await Store.open(name);
  return { store, officer: await enrol(store, readLetter(LETTER, [], NOW) as Read, { pin: "482917", borrowed: false }, page, NOW) };
}

test("the first fact proves the letter, and the secret of the letter is not in it", async () => {
  const { store, officer } = await enrolled("first");
  const [first] = await store.outbox();
  const fact = factOf(first as never);

  expect(fact).toMatchObject({ kind: "enrolled", device: officer.device, seq: 1, assignment: "c".repeat(64) });
  if (fact?.kind !== "enrolled") throw new Error("not enrolled");
  expect(fact.mac).toBe(enrolmentMac("0f".repeat(16), fromBase64(fact.key)));
  expect(first?.body).not.toContain("0f".repeat(16));
});

test("facts follow each other without a gap, whoever signs at the same moment", async () => {
  const { store, officer } = await enrolled("chain");
  const said = { kind: "turnout", place: "99.01.01.1001-001", voters: 171 } as const;
  await Promise.all([1, 2, 3, 4].map(() => say(store, officer, said, NOW)));

  const facts = (await store.outbox()).map((each) => ({ kept: each, fact: factOf(each) }));
  expect(facts.map(({ fact }) => fact?.seq)).toEqual([1, 2, 3, 4, 5]);
  expect(facts.slice(1).map(({ fact }) => fact?.prev)).toEqual(facts.slice(0, -1).map(({ kept }) => kept.name));
  for (const { kept } of facts) {
    expect(await bodyVerifies(new Uint8Array(officer.public), EVENT, utf8(kept.body), fromBase64(kept.sig))).toBe(true);
  }
});

test("a fact carries role and letter, and no name and no id of a person", async () => {
  const { store, officer } = await enrolled("envelope");
  const kept = await say(store, officer, { kind: "used", package: "P2499010110010010GUBK1X", place: "99.01.01.1001-001" }, NOW);
  expect(factOf(kept)).toMatchObject({ role: "pps", assignment: "c".repeat(64), election: "contoh-2029", kabupaten: "99.01" });
  expect(factOf(kept)).not.toHaveProperty("by");
});
