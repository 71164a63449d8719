/** What the screens of a handover say of what this phone keeps. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import type { OfficerContext } from "../../src/app/context";
import { cancel } from "../../src/handover/cancelling";
import { takeAll } from "../../src/handover/carry";
import { closed, give, offer } from "../../src/handover/give";
import { keepOther, keepPeer, knownBy } from "../../src/handover/knowing";
import { givenOf, NOTHING_OTHERWISE, receivedOf, type Otherwise } from "../../src/handover/saying";
import type { Kept, Officer } from "../../src/keeping/records";
import { Store } from "../../src/keeping/store";
import { fromBase64, fromHex, textOf, toBase64, utf8 } from "../../src/log/bytes";
import { nameOf } from "../../src/log/canonical";
import { readFact, signFact, type Unsigned } from "../../src/log/envelope";
import { signerFromSeed, type Signer } from "../../src/log/keys";
import type { Item } from "../../src/log/parcels";
import type { Given } from "../../src/log/schema";
import { writePackage } from "../../src/scan/codes";
import { spokenAt } from "../../src/tasks/voting_state";
import { checkAnswer, checkOffer } from "../../src/handover/checking";
import { newPin } from "../../src/enrol/pin";
import { loadBack } from "../../src/handover/back";
import { vectors } from "../log/files";
import { fakePage, partOf, saidBy } from "../fake_page";

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
/** Any list that can be read: without one nothing goes back. */
const MANIFEST = vectors<{ cases: { good: boolean; text: string }[] }>("manifests").cases.find(({ good }) => good)?.text ?? "";

const officer: Officer = {
  ...{ device: RINA.keyId, public: bytes, key: { kind: "bare", seed: fromHex(nameOf(utf8("bu_rina"))).buffer }, log: LOG, election: "pilkada-2024", kabupaten: "99.01" },
  ...{ pin: { salt: bytes, hash: bytes, rounds: 1, wrong: 0, left: 0, at: 0, run: "" }, role: "kpps", area: TPS, assignment: "a".repeat(64), expires: "2029-12-01T00:00:00Z" },
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

const FORGED = new Uint8Array(64).fill(1);

test("an answer under a key that nobody knows is not called received, until the letter proves it", async () => {
  const { name, item, answer } = await answered(NOTHING_OTHERWISE);
  await keep({ ...item, sig: FORGED }, answer);
  const before = await closed(context, name);
  expect(before.heading).toBe("Jawaban belum terbukti");
  expect(saidBy(before)).not.toContain("diterima");
  expect(before.go?.label).toBe("Pindai surat tugas penerima");
  expect((await knownBy(context)).here.answers.size).toBe(0);

  await known(UDIN);
  expect((await closed(context, name)).heading).toBe("Tanda tangan jawaban tidak cocok");
  await keep(item, answer);
  expect((await closed(context, name)).heading).toContain("2 kotak diterima");
  expect((await context.store.outbox()).find((each) => each.name === answer)?.sig).toBe(toBase64(item.sig as Uint8Array));
});

test("of two copies that nobody could check the true one is found when the key is known", async () => {
  const { name, item, answer } = await answered(NOTHING_OTHERWISE);
  await keep(item, answer);
  await keep({ ...item, sig: FORGED }, answer);
  await known(UDIN);
  expect((await closed(context, name)).heading).toContain("2 kotak diterima");
  const kept = (await context.store.outbox()).find((each) => each.name === answer);
  expect(kept).toMatchObject({ sig: toBase64(item.sig as Uint8Array) });
  expect(kept).not.toHaveProperty("unproven");
});

test("the waiting screen names an answer that is not proven yet", async () => {
  const { name, item, answer } = await answered(NOTHING_OTHERWISE);
  await keep(item, answer);
  const screen = await offer(context, name);
  screen.leave?.();
  expect(partOf(screen, ({ tag, textContent }) => tag === "button" && textContent === "Jawaban belum terbukti")).toBeDefined();
});

test("a forged answer turns no true one red, and takes no box away", async () => {
  const { name, item, answer } = await answered(NOTHING_OTHERWISE);
  await keep({ ...item, sig: FORGED }, answer);
  const given = (await knownBy(context)).halves.find(({ kept }) => kept.name === name)?.fact as Given;
  const sealed = BOXES.flatMap((code) => [{ kind: "used", package: code, place: TPS }, { kind: "sealed", package: code, seals: ["KB0170099"] }]);
  for (const [at, said] of sealed.entries()) {
    const made = await sign(RINA, said, 10 + at);
    await context.store.keepOther({ ...keptOf(made, said.kind, true), seq: 11 + at });
  }
  const briefs = await context.store.briefs();
  expect([...spokenAt(briefs, officer).sealed].sort()).toEqual(BOXES);
  expect([...spokenAt(briefs, officer).gone]).toEqual([]);
  // Another person's key that is known, and speaks for nobody here.
  const stranger = await sign(person("orang lain"), receivedOf(name, given, SIDES.receiver, NOTHING_OTHERWISE));
  await keepPeer(context, person("orang lain").keyId, { key: person("orang lain").public, role: "pps", area: "99.01.03.1001", upto: null, from: "letter" });
  await keepOther(context, stranger, { name: stranger.name, kind: "received", seq: 5 });
  await known(UDIN);
  const { here } = await knownBy(context);
  expect(here.answers.size).toBe(0);
  expect(await checkAnswer(item, given, name, here)).toMatchObject({ is: "answer", amber: [] });
  const offered = (await context.store.outbox()).find((each) => each.name === name);
  const receiver = { ...here, device: UDIN.keyId, role: "pps", area: DESA, peers: new Map([[RINA.keyId, { key: RINA.public, role: "kpps", area: TPS, upto: null, from: "letter" as const }]]) };
  expect(await checkOffer({ body: utf8(offered?.body ?? ""), sig: fromBase64(offered?.sig ?? "") }, receiver)).toMatchObject({ is: "offer" });
});

test("what the office put aside under a false signature is sent to it once more under the true one", async () => {
  const { item, answer } = await answered(NOTHING_OTHERWISE);
  await keep({ ...item, sig: FORGED }, answer);
  const waits = (await context.store.outbox()).find((each) => each.name === answer) as Kept;
  await context.store.settle([{ ...waits, receipt: { body: "{}", sig: "" }, number: 7, verdict: "quarantined", reason: "bad_signature" }]);
  await known(UDIN);
  await keep(item, answer);
  expect((await context.store.outbox()).map((each) => each.name)).toContain(answer);
  expect(await context.store.archived(answer)).toBeUndefined();
});

/** This TPS has closed both boxes after the count, and the phone knows its PIN. */
async function sealedBoxes(): Promise<void> {
  const enrolled = await sign(RINA, { kind: "enrolled", key: toBase64(RINA.public), mac: "0".repeat(64) }, 1);
  await context.store.enrol({ ...officer, pin: await newPin("2846") }, { ...keptOf(enrolled, "enrolled", true), seq: 1 });
  await context.store.keepManifest({ device: RINA.keyId, fetched: 1, text: MANIFEST });
  const sealed = BOXES.flatMap((code) => [{ kind: "used", package: code, place: TPS }, { kind: "sealed", package: code, seals: ["KB0170099"] }]);
  for (const [at, said] of sealed.entries()) {
    const made = await sign(RINA, said, 10 + at);
    await context.store.keepOther({ ...keptOf(made, said.kind, true), seq: 11 + at });
  }
  expect(loadBack(officer, await context.store.briefs(), { sealed: new Set(BOXES) }, [])?.packages).toEqual(BOXES);
}

async function typed(screen: Awaited<ReturnType<typeof give>>): Promise<void> {
  const field = partOf(screen, ({ attributes }) => attributes.get("name") === "pin");
  if (field === undefined) throw new Error("no PIN is asked");
  field.value = "2846";
  await screen.go?.run();
}

const offers = async (): Promise<string[]> => (await context.store.briefs()).flatMap(({ name, fact }) => (fact.kind === "given" ? [name] : []));

test("who goes back, or has two tabs, signs no second offer", async () => {
  await sealedBoxes();
  const [first, second] = [await give(context, "kembali"), await give(context, "kembali")];
  await typed(first);
  await typed(second);
  expect(await offers()).toHaveLength(1);
  const again = await give(context, "kembali");
  again.leave?.();
  expect(again.heading).toContain("memindai ini");
});

test("an offer is cancelled by who made it, and may be made again", async () => {
  await sealedBoxes();
  await typed(await give(context, "kembali"));
  const [name = ""] = await offers();
  await typed(await cancel(context, name));
  expect((await context.store.briefs()).map(({ fact }) => fact.kind)).toContain("cancelled");
  expect((await offer(context, name)).heading).toBe("Serah ini sudah dibatalkan");
  await typed(await give(context, "kembali"));
  expect(await offers()).toHaveLength(2);
});

test("where the receiver turns out to have no phone the paper takes the place of the offer", async () => {
  await sealedBoxes();
  await typed(await give(context, "kembali"));
  const [name = ""] = await offers();
  const screen = await offer(context, name);
  screen.leave?.();
  expect(partOf(screen, ({ tag, textContent }) => tag === "button" && textContent === "Penerima tanpa HP")).toBeDefined();
  const paper = await give(context, "kembali", "kertas");
  expect(partOf(paper, ({ attributes }) => attributes.get("name") === "paper")).toBeDefined();
});

test("an offer to somebody else cancels the one it takes the place of", async () => {
  await sealedBoxes();
  await typed(await give(context, "kembali"));
  const [name = ""] = await offers();
  await context.store.keepDraft(`handover:${RINA.keyId}:kembali`, { otherwise: NOTHING_OTHERWISE, receiver: "ppk@99.01.02", replaces: name });
  await typed(await give(context, "kembali"));
  expect(await offers()).toHaveLength(2);
  expect((await context.store.briefs()).flatMap(({ fact }) => (fact.kind === "cancelled" ? [fact.fact] : []))).toEqual([name]);
});

test("an answer that is carried and of another party than the offer names does not take the place of the right one", async () => {
  const offered = await sign(RINA, givenOf(LOAD, SIDES, NOTHING_OTHERWISE, new Map()));
  await context.store.keepOther(keptOf(offered, "given", true));
  const given = readFact(offered.body) as Given;
  const said = (receiver: string) => receivedOf(offered.name, { ...given, receiver }, receiver, NOTHING_OTHERWISE);
  const thief = person("pencuri");
  for (const [who, role, area] of [[UDIN, "pps", DESA], [thief, "kpps", `${DESA}-001`]] as const) await keepPeer(context, who.keyId, { key: who.public, role, area, upto: null, from: "letter" });
  const [false_, right] = [await sign(thief, said(`kpps@${DESA}-001`)), await sign(UDIN, said(SIDES.receiver))];

  expect(await takeAll(context, [false_, right], await knownBy(context))).toEqual({ kept: 1, amber: 0, refused: 1 });
  expect((await knownBy(context)).here.answers.get(offered.name)).toEqual([right.name]);
});
