/** What the screens of a handover say of what this phone keeps. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import type { OfficerContext } from "../../src/app/context";
import { closed } from "../../src/handover/give";
import { keepOther, keepPeer } from "../../src/handover/knowing";
import { givenOf, NOTHING_OTHERWISE, receivedOf, type Otherwise } from "../../src/handover/saying";
import type { Kept, Officer } from "../../src/keeping/records";
import { Store } from "../../src/keeping/store";
import { fromHex, textOf, toBase64, utf8 } from "../../src/log/bytes";
import { nameOf } from "../../src/log/canonical";
import { readFact, signFact, type Unsigned } from "../../src/log/envelope";
import { signerFromSeed, type Signer } from "../../src/log/keys";
import type { Item } from "../../src/log/parcels";
import type { Given } from "../../src/log/schema";
import { writePackage } from "../../src/scan/codes";
import { fakePage, saidBy } from "../fake_page";

const person = (name: string): Signer => signerFromSeed(fromHex(nameOf(utf8(name))));
const [RINA, UDIN] = [person("bu_rina"), person("pak_udin")];
const DESA = "99.01.02.2003";
const TPS = `${DESA}-007`;
const BOXES = ["BUP", "GUB"].map((kind) => writePackage({ tag: "P24", place: TPS, kind, form: "K", number: 1 })).sort();
const [, SECOND = ""] = BOXES;
const SIDES = { giver: `kpps@${TPS}`, receiver: `pps@${DESA}`, place: `${DESA}:pps` };
const LOAD = { shipment: "", start: TPS, to: `${DESA}:pps`, packages: BOXES, list: "" };
const NOON = "2024-11-25T12:00:00+07:00";
const LOG = "kpu.example/pilkada-2024/99.01";
const bytes = new ArrayBuffer(1);

const officer: Officer = {
  ...{ device: RINA.keyId, public: bytes, key: { kind: "bare", seed: fromHex(nameOf(utf8("bu_rina"))).buffer }, log: LOG, election: "pilkada-2024", kabupaten: "99.01" },
  ...{ pin: { salt: bytes, hash: bytes, rounds: 1, wrong: 0, until: 0 }, role: "kpps", area: TPS, assignment: "a".repeat(64), expires: "2029-12-01T00:00:00Z" },
  ...{ servers: [], letter: "{}", seq: 0, prev: "", borrowed: false },
};

async function sign(who: Signer, said: object, seq = 4): Promise<Item & { name: string; sig: Uint8Array<ArrayBuffer> }> {
  const envelope = { election: "pilkada-2024", kabupaten: "99.01", at: NOON, role: "x", assignment: nameOf(utf8("a")) };
  const made = await signFact(who, { seq, prev: nameOf(utf8("b")) }, { ...envelope, ...said } as unknown as Unsigned);
  return { body: made.body, sig: made.sig as Uint8Array<ArrayBuffer>, name: made.name };
}

const keptOf = (item: Item & { name: string }, kind: string, own: boolean): Kept => ({ name: item.name, device: RINA.keyId, seq: 4, kind, body: textOf(item.body), sig: toBase64(item.sig as Uint8Array), own, stored: 1 });

let stores = 0;
let context: OfficerContext;
beforeEach(async () => {
  fakePage();
  const store = await Store.open(`screens-${(stores += 1)}`);
  context = { store, officer, now: () => new Date(NOON), sync: async () => undefined, redraw: () => undefined } as unknown as OfficerContext;
});

/** Both boxes given, and an answer to it that is not kept yet. */
async function answered(otherwise: Otherwise): Promise<{ name: string; item: Item; answer: string }> {
  const offer = await sign(RINA, givenOf(LOAD, SIDES, NOTHING_OTHERWISE, new Map()));
  await context.store.keepOther(keptOf(offer, "given", true));
  const item = await sign(UDIN, receivedOf(offer.name, readFact(offer.body) as Given, SIDES.receiver, otherwise));
  return { name: offer.name, item, answer: item.name };
}

const keep = (item: Item, name: string): Promise<void> => keepOther(context, item, { name, kind: "received", seq: 4 });
const known = (who: Signer): Promise<void> => keepPeer(context, who.keyId, { key: who.public, role: "pps", area: DESA, upto: null, from: "letter" });

test("a box that was not received is named to the giver, and nothing is called whole", async () => {
  const { name, item, answer } = await answered({ missing: [SECOND], extra: [], checks: [] });
  await known(UDIN);
  await keep(item, answer);
  const screen = await closed(context, name);
  expect(screen.heading).toContain("1 dari 2 kotak diterima");
  expect(saidBy(screen)).toContain("Tidak diterima");
  expect(saidBy(screen)).toContain("007 Gub");
  expect(screen.icon?.name).toBe("perhatian");
});

test("what was received whole is called so", async () => {
  const { name, item, answer } = await answered(NOTHING_OTHERWISE);
  await known(UDIN);
  await keep(item, answer);
  const screen = await closed(context, name);
  expect(screen.heading).toContain("2 kotak diterima");
  expect(screen.icon?.name).toBe("tepat");
});
