import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import type { Officer } from "../../src/keeping/records";
import { Store } from "../../src/keeping/store";
import { textOf, toBase64, utf8 } from "../../src/log/bytes";
import { encode } from "../../src/log/canonical";
import { LETTER, MANIFEST, signBody, signerFromSeed, type Signer } from "../../src/log/keys";
import { believe, standing, trustOf, type Offered, type Trust } from "../../src/sync/trust";

const LOG = "kpu.example/contoh-2029/99.01";
const BYTES = utf8('{"v":2}');
const [desk, next, thief] = [1, 2, 3].map((byte) => signerFromSeed(new Uint8Array(32).fill(byte))) as [Signer, Signer, Signer];
const key = (signer: Signer): string => toBase64(signer.public);
const under = async (signer: Signer, bytes: Uint8Array = BYTES): Promise<string> => toBase64(await signBody(signer, MANIFEST, bytes));

let store: Store;
let officer: Officer;
let number = 0;

beforeEach(async () => {
  store = await Store.open(`trust-${(number += 1)}`);
  const letter = {
    area: "99.01.01.1001", assignment: "a".repeat(64), expires: "2029-12-01T00:00:00Z", log: LOG, role: "pps",
    secret: "b".repeat(32), servers: ["https://kpu.example"], v: 1,
  };
  const sig = toBase64(await signBody(desk, LETTER, encode(letter)));
  officer = { device: "d", log: LOG, letter: textOf(encode({ ...letter, sig })) } as unknown as Officer;
});

function offered(more: Partial<Offered>): Offered {
  return { desks: [key(desk)], logKeys: ["log"], policy: "quorum all\n", bytes: BYTES, signatures: [], ended: [], ...more };
}

test("a list is believed that the key of the letter signed", async () => {
  expect(await believe(store, officer, offered({ signatures: [await under(desk)] }))).toBe(true);
  expect((await trustOf(store, LOG))?.desks).toEqual([key(desk)]);
});

test("a list that only names the key of the letter is nobody's word: keys are public", async () => {
  const desks = [key(desk), key(thief)];
  for (const signatures of [[], ["x"], [await under(thief)], [await under(desk, utf8('{"v":3}'))]]) {
    expect(await believe(store, officer, offered({ desks, logKeys: ["thief"], policy: "quorum none\n", signatures }))).toBe(false);
  }
  expect(await trustOf(store, LOG)).toBeNull();
});

test("a key that was introduced may introduce others, until it is known to have ended", async () => {
  await believe(store, officer, offered({ desks: [key(desk), key(next)], signatures: [await under(desk)] }));
  expect(await believe(store, officer, offered({ desks: [key(next)], signatures: [await under(next)] }))).toBe(true);
  await believe(store, officer, offered({ desks: [key(desk), key(next)], signatures: [await under(desk)], ended: [key(next)] }));
  const late = offered({ desks: [key(next), key(thief)], signatures: [await under(next)] });
  expect(await believe(store, officer, late)).toBe(false);
  expect((await trustOf(store, LOG))?.desks).not.toContain(key(thief));
});

test("the key of the letter introduces nobody either, once it is known to have ended", async () => {
  await believe(store, officer, offered({ desks: [key(desk), key(next)], signatures: [await under(desk), await under(next)], ended: [key(desk)] }));
  expect(await believe(store, officer, offered({ desks: [key(desk), key(thief)], signatures: [await under(desk)] }))).toBe(false);
  expect(await believe(store, officer, offered({ desks: [key(next)], signatures: [await under(desk), await under(next)] }))).toBe(true);
});

test("receipts count from keys that stand; one that ended never stands again", async () => {
  await believe(store, officer, offered({ desks: [key(desk), key(next)], signatures: [await under(desk)], ended: [key(desk)] }));
  await believe(store, officer, offered({ desks: [key(desk), key(next)], signatures: [await under(next)] }));
  expect(standing((await trustOf(store, LOG)) as Trust)).toEqual([key(next)]);
});
