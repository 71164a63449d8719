import { beforeAll, describe, expect, test } from "vitest";
import { checkAnswer, checkOffer, checkSeen, listsIn, type Here, type Peer } from "../../src/handover/checking";
import { listOf, readList, type Load } from "../../src/handover/loads";
import { keyIn, provenBy } from "../../src/handover/peers";
import { givenOf, NOTHING_OTHERWISE, receivedOf, refusedOf, witnessedOf } from "../../src/handover/saying";
import { toBase64, textOf, utf8, fromHex } from "../../src/log/bytes";
import { encode, nameOf } from "../../src/log/canonical";
import { readFact, signFact, writeFact, type Fact, type Signed, type Unsigned } from "../../src/log/envelope";
import { LETTER, signBody, signerFromSeed, type Signer } from "../../src/log/keys";
import { enrolmentMac } from "../../src/log/letters";
import type { Item } from "../../src/log/parcels";
import type { Given } from "../../src/log/schema";

const person = (name: string): Signer => signerFromSeed(fromHex(nameOf(utf8(name))));
const [RINA, UDIN, OTHER, DESK] = [person("bu_rina"), person("pak_udin"), person("orang lain"), person("desk")];
const PACKAGES = ["P249901022003007BUPK1X", "P249901022003007GUBK1X"];
const ROUTE = { shipment: "SJ-7", start: "99.01.02:ppk", to: "99.01.02.2003:pps" };
const LIST = listOf("pilkada-2024", "99.01", { ...ROUTE, packages: PACKAGES });
const LOAD = readList(LIST) as Load;
const SIDES = { giver: "ppk@99.01.02", receiver: "pps@99.01.02.2003", place: "99.01.02.2003:pps" };
const NOON = "2024-11-25T12:00:00+07:00";

const peer = (signer: Signer, role: string, area: string, more: Partial<Peer> = {}): [string, Peer] => [
  signer.keyId,
  { key: signer.public, role, area, upto: null, from: "manifest", ...more },
];

/** What the receiver's phone knows; each case changes one thing. */
function here(change: Partial<Here> = {}): Here {
  return {
    election: "pilkada-2024",
    kabupaten: "99.01",
    device: UDIN.keyId,
    role: "pps",
    area: "99.01.02.2003",
    peers: new Map([peer(RINA, "ppk", "99.01.02"), peer(UDIN, "pps", "99.01.02.2003")]),
    loads: new Map([[LOAD.list, LOAD]]),
    answers: new Map(),
    now: new Date("2024-11-25T05:10:00Z"),
    ...change,
  };
}

const gives = (change: Partial<Here> = {}): Here => here({ device: RINA.keyId, role: "ppk", area: "99.01.02", ...change });

async function sign(who: Signer, said: object, change: object = {}): Promise<Item & { name: string }> {
  const envelope = { election: "pilkada-2024", kabupaten: "99.01", at: NOON, role: "x", assignment: nameOf(utf8("a")) };
  const made: Signed = await signFact(who, { seq: 4, prev: nameOf(utf8("b")) }, { ...envelope, ...said, ...change } as unknown as Unsigned);
  return { body: made.body, sig: made.sig, name: made.name };
}

const offer = (who: Signer = RINA, change: object = {}) => sign(who, givenOf(LOAD, SIDES, NOTHING_OTHERWISE, new Map()), change);

let given: Item & { name: string };
let fact: Given;
beforeAll(async () => {
  given = await offer();
  fact = readFact(given.body) as Given;
});

const answered = (who: Signer = UDIN, change: object = {}) => sign(who, receivedOf(given.name, fact, SIDES.receiver, NOTHING_OTHERWISE), change);

describe("the receiver's phone", () => {
  test("knows a good offer, and which boxes it is about", async () => {
    const found = await checkOffer(given, here());

    expect(found).toMatchObject({ is: "offer", name: given.name, packages: PACKAGES, amber: [] });
  });

  const red: [string, () => Promise<Item>, Partial<Here>, string][] = [
    ["bytes that are no fact", async () => ({ ...given, body: utf8("{}") }), {}, "unreadable"],
    ["a fact spelt otherwise", async () => ({ ...given, body: utf8(` ${textOf(given.body)}`) }), {}, "unreadable"],
    ["an answer where an offer is wanted", () => answered(RINA), {}, "not_an_offer"],
    ["another election", () => offer(RINA, { election: "pilkada-2029" }), {}, "other_election"],
    ["another kabupaten", () => offer(RINA, { kabupaten: "99.02" }), {}, "other_election"],
    ["a byte of the signature changed", async () => ({ ...given, sig: (given.sig as Uint8Array<ArrayBuffer>).map((byte, at) => (at === 9 ? byte ^ 1 : byte)) }), {}, "bad_signature"],
    ["a stranger's offer without any signature", async () => ({ ...given, sig: null }), { peers: new Map() }, "bad_signature"],
    ["one's own offer", () => offer(UDIN), {}, "own"],
    ["a key that was revoked before", () => offer(), { peers: new Map([peer(RINA, "ppk", "99.01.02", { upto: 3 })]) }, "revoked"],
    ["a giver who is not of that place", () => offer(RINA, { giver: "ppk@99.01.03" }), {}, "not_the_giver"],
    ["a supervisor as giver", () => offer(OTHER), { peers: new Map([peer(OTHER, "panwascam", "99.01.02")]) }, "not_the_giver"],
    ["an offer for another desa", () => offer(RINA, { receiver: "pps@99.01.02.2004" }), {}, "not_for_you"],
    ["an offer for another role here", () => offer(RINA, { receiver: "kpps@99.01.02.2003-001" }), {}, "not_for_you"],
    ["yesterday's offer", () => offer(RINA, { at: "2024-11-24T11:00:00+07:00" }), {}, "old"],
    ["another list of the same load", () => offer(RINA, { list: nameOf(utf8("x")) }), {}, "other_list"],
    ["a load nobody told this phone of", () => offer(), { loads: new Map() }, "needs_list"],
  ];
  test.each(red)("refuses %s", async (_, item, change, why) => {
    expect(await checkOffer(await item(), here(change))).toMatchObject({ is: "red", why });
  });

  test("shows its answer again where it has answered", async () => {
    const found = await checkOffer(given, here({ answers: new Map([[given.name, ["f"]]]) }));

    expect(found).toMatchObject({ is: "red", why: "answered", name: given.name });
  });

  test("takes an offer with an amber sign where it does not know the key, or clocks differ", async () => {
    expect(await checkOffer(given, here({ peers: new Map() }))).toMatchObject({ is: "offer", amber: ["unknown_key"] });
    const ahead = await offer(RINA, { at: "2024-11-28T12:00:00+07:00" });
    expect(await checkOffer(ahead, here())).toMatchObject({ is: "offer", amber: ["clock"] });
  });

  test("believes the list that came along, because its hash is in the offer", async () => {
    const loads = listsIn([{ body: LIST, sig: null }, given]);

    expect(await checkOffer(given, here({ loads }))).toMatchObject({ is: "offer", packages: PACKAGES });
    const changed = listsIn([{ body: utf8(textOf(LIST).replace("007GUB", "008GUB")), sig: null }]);
    expect(await checkOffer(given, here({ loads: changed }))).toMatchObject({ why: "other_list" });
  });
});

describe("the giver's phone", () => {
  test("takes a received and a refused", async () => {
    expect(await checkAnswer(await answered(), fact, given.name, gives())).toMatchObject({ is: "answer", amber: [] });
    const no = await sign(UDIN, refusedOf(given.name, fact, SIDES.receiver, NOTHING_OTHERWISE, "incomplete"));
    expect(await checkAnswer(no, fact, given.name, gives())).toMatchObject({ is: "answer", answer: { kind: "refused" } });
  });

  const red: [string, () => Promise<Item>, Partial<Here>, string][] = [
    ["its own offer shown back", async () => given, {}, "not_an_answer"],
    ["the answer to another offer", () => answered(UDIN, { given: nameOf(utf8("z")) }), {}, "other_offer"],
    ["an answer signed by the giver's own key", () => answered(RINA), {}, "own"],
    ["an answer to another giver", () => answered(UDIN, { giver: "ppk@99.01.03" }), {}, "other_giver"],
    ["another list", () => answered(UDIN, { list: nameOf(utf8("x")) }), {}, "other_list"],
    ["a receiver who is not of that place", () => answered(UDIN, { receiver: "pps@99.01.02.2009" }), {}, "not_the_receiver"],
    ["another election", () => answered(UDIN, { election: "pemilu-2029" }), {}, "other_election"],
  ];
  test.each(red)("refuses %s", async (_, item, change, why) => {
    expect(await checkAnswer(await item(), fact, given.name, gives(change))).toMatchObject({ is: "red", why });
  });

  test("says that a second receiver answered the same offer, and knows the first one's again", async () => {
    const first = await answered();
    const seen = { answers: new Map([[given.name, [first.name]]]) };

    expect(await checkAnswer(first, fact, given.name, gives(seen))).toMatchObject({ is: "answer" });
    const second = await answered(UDIN, { at: "2024-11-25T12:01:00+07:00" });
    expect(await checkAnswer(second, fact, given.name, gives(seen))).toMatchObject({ is: "red", why: "second_answer" });
  });

  test("shows an answer of a deputy whose party the offer did not name", async () => {
    const peers = new Map([peer(OTHER, "pps", "99.01.02.2004")]);
    const deputy = await answered(OTHER, { receiver: "pps@99.01.02.2004" });

    expect(await checkAnswer(deputy, fact, given.name, gives({ peers }))).toMatchObject({ amber: ["other_receiver"] });
  });

  test("says that a clock is days off, and takes the answer", async () => {
    const late = await answered(UDIN, { at: "2024-11-22T12:00:00+07:00" });

    expect(await checkAnswer(late, fact, given.name, gives())).toMatchObject({ is: "answer", amber: ["clock"] });
  });
});

test("a supervisor sees either half and signs about it, never for a holder", async () => {
  const found = await checkSeen(await answered(), here({ device: OTHER.keyId, role: "pkd" }));
  if (found.is === "red") throw new Error(found.why);
  const said = witnessedOf(found.name, found.half, "");

  expect(said).toMatchObject({ kind: "witnessed", fact: found.name, list: LOAD.list, shipment: "SJ-7" });
  expect(said).not.toHaveProperty("receiver");
});

describe("a key that no manifest knows, by the letter of its owner", () => {
  const [log, secret, assignment] = ["tepat.example/pilkada-2024/99.01", "0123456789abcdef0123456789abcdef", nameOf(utf8("a"))];

  async function letter(by: Signer, change: object = {}): Promise<string> {
    const plain = { v: 1, log, assignment, role: "ppk", area: "99.01.02", expires: "2024-12-10T00:00:00Z", servers: ["https://t"], secret };
    const signedBody = encode({ ...plain, ...change });
    return textOf(encode({ ...plain, ...change, sig: toBase64(await signBody(by, LETTER, signedBody)) }));
  }

  async function enrolled(change: object = {}): Promise<Item> {
    const key = toBase64(RINA.public);
    const body = { kind: "enrolled", election: "pilkada-2024", kabupaten: "99.01", at: NOON, key, mac: enrolmentMac(secret, RINA.public), assignment, ...change };
    const made = await signFact(RINA, { seq: 0, prev: "" }, body as unknown as Unsigned);
    return { body: made.body, sig: made.sig };
  }

  test("is known then, with role and area", async () => {
    const brought = await keyIn(await enrolled());
    if (brought === null) throw new Error("no key");

    expect(await provenBy(brought, await letter(DESK), log, [DESK.public])).toMatchObject({ role: "ppk", area: "99.01.02", from: "letter" });
    expect(brought.device).toBe(RINA.keyId);
  });

  test("is not, where any part belongs to another", async () => {
    const brought = await keyIn(await enrolled());
    if (brought === null) throw new Error("no key");
    expect(await provenBy(brought, await letter(OTHER), log, [DESK.public])).toBeNull();
    expect(await provenBy(brought, await letter(DESK, { log: "other" }), log, [DESK.public])).toBeNull();
    expect(await provenBy(brought, await letter(DESK, { assignment: nameOf(utf8("c")) }), log, [DESK.public])).toBeNull();
    expect(await provenBy(brought, await letter(DESK, { secret: "f".repeat(32) }), log, [DESK.public])).toBeNull();
    expect(await provenBy(brought, "{}", log, [DESK.public])).toBeNull();
    expect(await keyIn(await enrolled({ key: toBase64(UDIN.public) }))).toBeNull();
    expect(await keyIn(given)).toBeNull();
  });
});

test("what is checked is what is signed: the fact comes back as the same bytes", () => {
  expect(writeFact(readFact(given.body) as Fact)).toEqual(given.body);
});
