import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keepPeer } from "../../src/handover/knowing";
import { listOf, readList, type Load } from "../../src/handover/loads";
import { givenOf, NOTHING_OTHERWISE, receivedOf } from "../../src/handover/saying";
import type { Kept, Officer } from "../../src/keeping/records";
import { Store } from "../../src/keeping/store";
import { fromHex, textOf, toBase64, utf8 } from "../../src/log/bytes";
import { nameOf } from "../../src/log/canonical";
import { readFact, signFact, type Unsigned } from "../../src/log/envelope";
import { signerFromSeed } from "../../src/log/keys";
import type { Given } from "../../src/log/schema";
import { askHalves, fetchHalves, openOffers, readHalves } from "../../src/sync/halves";

const seedOf = (name: string): Uint8Array<ArrayBuffer> => fromHex(nameOf(utf8(name)));
const NOW = new Date("2024-11-25T05:10:00Z");
const LOG = "log.example/pilkada-2024/99.01";
const LIST = listOf("pilkada-2024", "99.01", { shipment: "SJ-7", start: "99.01.02:ppk", to: "99.01.02.2003:pps", packages: ["P249901022003007BUPK1X"] });
const LOAD = readList(LIST) as Load;
const SIDES = { giver: "ppk@99.01.02", receiver: "pps@99.01.02.2003", place: "99.01.02.2003:pps" };
const [RINA, UDIN, LIAR] = ["bu_rina", "pak_udin", "orang lain"].map((name) => signerFromSeed(seedOf(name)));

interface Signed {
  readonly name: string;
  readonly body: string;
  readonly sig: string;
}

async function sign(who: typeof RINA, said: object): Promise<Signed> {
  const envelope = { election: "pilkada-2024", kabupaten: "99.01", at: "2024-11-25T12:00:00+07:00", role: "x", assignment: nameOf(utf8("a")) };
  const made = await signFact(who as NonNullable<typeof who>, { seq: 4, prev: nameOf(utf8("b")) }, { ...envelope, ...said } as unknown as Unsigned);
  return { name: made.name, body: textOf(made.body), sig: toBase64(made.sig) };
}

const offer = (who = RINA): Promise<Signed> => sign(who, givenOf(LOAD, SIDES, NOTHING_OTHERWISE, new Map()));
const answer = (given: Signed, who = UDIN): Promise<Signed> => sign(who, receivedOf(given.name, readFact(utf8(given.body)) as Given, SIDES.receiver, NOTHING_OTHERWISE));

let number = 0;
let store: Store;
let asked: { readonly url: string; readonly tag: string | null }[] = [];

function officer(name: string, role: string, area: string): Officer {
  const signer = signerFromSeed(seedOf(name));
  return { device: signer.keyId, key: { kind: "bare", seed: seedOf(name).buffer }, log: LOG, election: "pilkada-2024", kabupaten: "99.01", role, area, servers: ["https://kpu.test"] } as unknown as Officer;
}

/** The server answers each call of halves with the next of these; null is 304. */
function answers(...all: (object | null)[]): void {
  asked = [];
  vi.stubGlobal("fetch", (url: string, { headers }: RequestInit) => {
    if (!url.includes("/halves")) return Promise.resolve(new Response("", { status: 404 }));
    asked.push({ url, tag: new Headers(headers).get("If-None-Match") });
    const next = all[Math.min(asked.length, all.length) - 1] ?? null;
    const found = { v: 1, offers: [], answers: [], seen: [], lists: [], ...next };
    return Promise.resolve(next === null ? new Response(null, { status: 304 }) : new Response(JSON.stringify(found), { headers: { ETag: `"${asked.length}"`, "Content-Type": "application/json" } }));
  });
}

beforeEach(async () => {
  store = await Store.open(`halves-${(number += 1)}`);
});
afterEach(() => {
  vi.unstubAllGlobals();
  store.close();
});

async function knows(whose: Officer): Promise<void> {
  const context = { store, officer: whose, now: () => NOW } as never;
  await keepPeer(context, RINA?.keyId ?? "", { key: RINA?.public as Uint8Array, role: "ppk", area: "99.01.02", upto: null, from: "letter" });
  await keepPeer(context, UDIN?.keyId ?? "", { key: UDIN?.public as Uint8Array, role: "pps", area: "99.01.02.2003", upto: null, from: "letter" });
}

const own = (whose: Officer, fact: Signed): Kept => ({ ...fact, device: whose.device, seq: 4, kind: "given", own: true, stored: 1 });

test("an offer by a key that is known waits to be answered, with the list that came along", async () => {
  const udin = officer("pak_udin", "pps", "99.01.02.2003");
  await knows(udin);
  const given = await offer();
  answers({ offers: [given], lists: [textOf(LIST)] });

  expect(await askHalves(store, udin)).toBe(true);
  const [open] = await openOffers({ store, officer: udin, now: () => NOW });
  expect(open?.offer).toMatchObject({ name: given.name, packages: LOAD.packages, amber: [] });
  expect(open?.items.length).toBe(2);
  expect(await store.outbox()).toEqual([]);
});

test("the server's word alone makes no offer: strangers, false signatures and other people's are left out", async () => {
  const udin = officer("pak_udin", "pps", "99.01.02.2003");
  await knows(udin);
  const good = await offer();
  const forOther = await sign(RINA, givenOf(LOAD, { ...SIDES, receiver: "pps@99.01.02.2004" }, NOTHING_OTHERWISE, new Map()));
  const broken = { ...good, sig: toBase64(new Uint8Array(64)) };
  answers({ offers: [await offer(LIAR), broken, forOther, { body: "{}", sig: "x" }], lists: [textOf(LIST)] });

  await askHalves(store, udin);
  expect(await openOffers({ store, officer: udin, now: () => NOW })).toEqual([]);
});

test("the answer to an own offer is kept once, by whichever way it comes, and not asked for again", async () => {
  const rina = officer("bu_rina", "ppk", "99.01.02");
  await knows(rina);
  const given = await offer();
  await store.keepOther(own(rina, given));
  const received = await answer(given);
  answers({ answers: [received] }, null, null);

  expect(await askHalves(store, rina)).toBe(true);
  expect(await askHalves(store, rina)).toBe(false);
  expect((await store.outbox()).map(({ name, own: mine }) => [name, mine]).sort()).toEqual([[given.name, true], [received.name, false]].sort());
  expect(asked.map(({ url }) => new URL(url).search)).toEqual([`?of=${given.name.slice(0, 16)}`, ""]);
});

test("an answer that another key signed for the receiver is not kept", async () => {
  const rina = officer("bu_rina", "ppk", "99.01.02");
  await knows(rina);
  const given = await offer();
  await store.keepOther(own(rina, given));
  answers({ answers: [await answer(given, LIAR), await answer(given, RINA)] });

  await askHalves(store, rina);
  expect((await store.outbox()).length).toBe(1);
});

test("what did not change costs no bytes, and what was kept is judged again when a key is known", async () => {
  const udin = officer("pak_udin", "pps", "99.01.02.2003");
  answers({ offers: [await offer()], lists: [textOf(LIST)] }, null);

  await askHalves(store, udin);
  expect(await openOffers({ store, officer: udin, now: () => NOW })).toEqual([]);
  await knows(udin);
  await askHalves(store, udin);
  expect(asked.map(({ tag }) => tag)).toEqual([null, '"1"']);
  expect((await openOffers({ store, officer: udin, now: () => NOW })).length).toBe(1);
});

test("an offer on paper may be answered days later; one without is yesterday's", async () => {
  const udin = officer("pak_udin", "pps", "99.01.02.2003");
  await knows(udin);
  const later = new Date(NOW.getTime() + 3 * 86_400_000);
  const paper = await sign(RINA, givenOf(LOAD, SIDES, NOTHING_OTHERWISE, new Map(), { number: "BA-1", photos: [] }));
  answers({ offers: [await offer(), paper], lists: [textOf(LIST)] });

  await askHalves(store, udin);
  const found = await openOffers({ store, officer: udin, now: () => later });
  expect(found.map(({ offer: { name } }) => name)).toEqual([paper.name]);
});

test("a page of a hotel is no answer, and a part of a sync that fails keeps nothing from the rest", async () => {
  const udin = officer("pak_udin", "pps", "99.01.02.2003");
  for (const text of ["<h1>Wi-Fi</h1>", "null", '{"v":2}', '{"v":1,"offers":{}}']) expect(() => readHalves(text)).toThrow();
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("<h1>Wi-Fi</h1>")));
  await expect(fetchHalves(store, udin)).resolves.toBeUndefined();
});

test("who neither holds nor witnesses asks nothing", async () => {
  answers({});
  expect(await askHalves(store, officer("pak_polsek", "polsek", "99.01.02"))).toBe(false);
  expect(asked).toEqual([]);
});
