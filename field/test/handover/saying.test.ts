import { describe, expect, test } from "vitest";
import { dressed, signed } from "../../src/facts/writing";
import type { Officer } from "../../src/keeping/records";
import { listOf, partyOf, readList, type Load } from "../../src/handover/loads";
import { versionFor } from "../../src/handover/qr";
import {
  fits,
  givenOf,
  LARGEST_VERSION,
  NOTHING_OTHERWISE,
  receivedOf,
  receivedOnPaper,
  refusedOf,
  shorter,
  type Otherwise,
  type Paper,
  type Sides,
} from "../../src/handover/saying";
import { fromBase64, fromHex, textOf, toHex, utf8 } from "../../src/log/bytes";
import { nameOf } from "../../src/log/canonical";
import { writeText } from "../../src/log/carrying";
import { readFact, writeFact, type Fact, type Unsigned } from "../../src/log/envelope";
import { signerFromSeed } from "../../src/log/keys";
import { writeParcel } from "../../src/log/parcels";
import type { Given } from "../../src/log/schema";
import { vectors } from "../log/files";

interface Half {
  readonly shows: string;
  readonly kind: "given" | "received" | "refused" | "paper";
  readonly otherwise: Otherwise;
  readonly body: string;
  readonly given?: string;
}

interface Vectors {
  readonly known: { readonly seals: Record<string, string[]>; readonly sides: Sides; readonly paper: Paper };
  readonly lists: { shows: string; bytes: string; list: string | null; load?: Omit<Load, "list"> }[];
  readonly halves: Half[];
}

const { known, lists, halves } = vectors<Vectors>("handovers");
const LOAD = readList(fromHex(lists[0]?.bytes ?? "")) as Load;
const SEALS = new Map(Object.entries(known.seals));

describe("lists of loads", () => {
  test.each(lists)("$shows", ({ bytes, list, load }) => {
    const found = readList(fromHex(bytes));

    expect(found?.list ?? null).toBe(list);
    if (load !== undefined) expect(toHex(listOf("pilkada-2024", "99.01", load))).toBe(bytes);
  });
});

describe("both halves as Python writes them", () => {
  test.each(halves)("$shows", ({ kind, otherwise, body, given }) => {
    const offer = given === undefined ? null : (readFact(fromHex(given)) as Given);
    const name = given === undefined ? "" : nameOf(fromHex(given));
    const receiver = known.sides.receiver;
    const said =
      offer === null
        ? kind === "paper"
          ? receivedOnPaper(LOAD, known.sides, otherwise, known.paper)
          : givenOf(LOAD, known.sides, otherwise, SEALS)
        : kind === "received"
          ? receivedOf(name, offer, receiver, otherwise)
          : refusedOf(name, offer, receiver, otherwise, "wrong_load");
    const { election, kabupaten, at, device, seq, prev, role, assignment } = readFact(fromHex(body));
    const made = writeFact({ ...said, election, kabupaten, at, device, seq, prev, role, assignment } as unknown as Fact);

    expect(textOf(made)).toBe(textOf(fromHex(body)));
  });
});

test.each([
  ["99.01:gudang-1", "warehouse@99.01"],
  ["99.01.02:ppk", "ppk@99.01.02"],
  ["99.01.02.2003:pps", "pps@99.01.02.2003"],
  ["99.01.02.2003-007", "kpps@99.01.02.2003-007"],
  ["99.01", null],
])("%s is answered for by %s", (place, party) => {
  expect(partyOf(place)).toBe(party);
});

/** Two officers as phones keep them: real lengths of every name. */
function officer(who: string, role: string, area: string): Officer {
  const assignment = nameOf(utf8(`letter of ${who}`));
  return { role, area, assignment, election: "pilkada-2024", kabupaten: "63.09", log: "", device: "" } as unknown as Officer;
}

function boxes(count: number): Load {
  const kinds = ["BUP", "GUB"];
  const packages = Array.from({ length: count }, (_, at) => {
    const tps = String(1 + Math.floor(at / 2)).padStart(3, "0");
    return `P246309052003${tps}${kinds[at % 2]}K1${"ABCDEFGHJKMNPQRSTVWXYZ"[(at * 7) % 22]}`;
  });
  const load = { shipment: "SJ-0152", start: "63.09.05:ppk", to: "63.09.05.2003:pps", packages };
  return { ...load, list: nameOf(listOf("pilkada-2024", "63.09", load)) };
}

async function handover(load: Load, seals: Map<string, string[]>) {
  const [giver, receiver] = [officer("bu_rina", "ppk", "63.09.05"), officer("pak_udin", "pps", "63.09.05.2003")];
  const seed = (text: string) => signerFromSeed(fromHex(nameOf(utf8(text))));
  const before = (text: string, seq: number) => ({ seq, prev: nameOf(utf8(text)) });
  const seen = { root: nameOf(utf8("root")).slice(0, 16), size: 12_345 };
  const now = new Date("2024-11-25T05:37:05Z");
  const sides = { giver: "ppk@63.09.05", receiver: "pps@63.09.05.2003", place: "63.09.05:ppk" };
  const whole = givenOf(load, sides, NOTHING_OTHERWISE, seals);
  const dress = (who: Officer, said: typeof whole): Unsigned => dressed(who, said, now, seen);
  const said = fits(dress(giver, whole)) ? whole : shorter(whole, NOTHING_OTHERWISE);
  const given = await signed(seed("a"), before("one", 12), dress(giver, said), now);
  const offer = readFact(utf8(given.body)) as Given;
  const answer = receivedOf(given.name, offer, sides.receiver, NOTHING_OTHERWISE);
  const received = await signed(seed("b"), before("other", 31), dress(receiver, answer), now);
  return [given, received].map((kept) => ({ body: utf8(kept.body), sig: fromBase64(kept.sig) }));
}

const two = (load: Load): Map<string, string[]> =>
  new Map(load.packages.map((code, at) => [code, [`TAB${String(40_211 + 2 * at).padStart(7, "0")}`, `TAB${String(40_212 + 2 * at).padStart(7, "0")}`]]));

test("five boxes with two seals each are one QR either way, and both halves few bytes", async () => {
  const load = boxes(5);
  const both = await handover(load, two(load));
  const versions = both.map((half) => versionFor(writeText({ body: half.body, sig: half.sig }).length, "M"));
  const bytes = writeParcel(both).length;
  console.info(`offer of 5 boxes: QR version ${versions[0]}-M, answer ${versions[1]}-M; both halves ${bytes} bytes`);

  expect((readFact(both[0]?.body as Uint8Array) as Given).checks).toHaveLength(5);
  expect(Math.max(...versions.map(Number))).toBeLessThanOrEqual(LARGEST_VERSION);
  expect(bytes).toBeLessThanOrEqual(600);
});

test.each([105, 400])("an offer of %i boxes names the list by its hash, in one QR", async (count) => {
  const load = boxes(count);
  const [given] = await handover(load, two(load));
  const fact = readFact(given?.body as Uint8Array) as Given;

  expect([fact.list, fact.checks ?? []]).toEqual([load.list, []]);
  expect(versionFor(writeText(given as { body: Uint8Array; sig: Uint8Array }).length, "M")).toBeLessThanOrEqual(LARGEST_VERSION);
});
