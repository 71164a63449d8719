import { beforeAll, expect, test } from "vitest";
import type { Archived, Head } from "../../src/keeping/records";
import { concat, fromBase64, textOf, toBase64, toHex, utf8 } from "../../src/log/bytes";
import { checkpointText } from "../../src/log/checkpoints";
import { writeFact } from "../../src/log/envelope";
import type { Gathered, Told } from "../../src/log/gathered";
import { signerFromSeed } from "../../src/log/keys";
import { COSIGNATURE, cosigned, ED25519, noteKeyId, signNote, writeNote, writeVkey, type NoteSignature } from "../../src/log/notes";
import { parsePolicy, type Policy } from "../../src/log/policies";
import { parseProof } from "../../src/log/proofs";
import { leafHash, nodeHash, rootOf } from "../../src/log/tree";
import { leafOf, shownBy } from "../../src/sync/proving";

const LOG = "kpu.example/contoh-2029/99.01";
const RECEIVED = "2029-11-20T08:00:00Z";
const [own, witness, other] = [1, 2, 3].map((byte) => signerFromSeed(new Uint8Array(32).fill(byte))) as [ReturnType<typeof signerFromSeed>, ReturnType<typeof signerFromSeed>, ReturnType<typeof signerFromSeed>];
const vkey = (name: string, kind: number, key: Uint8Array): string => writeVkey({ name, kind, public: key });
const policyText = `log ${vkey(LOG, ED25519, own.public)}\nwitness bawaslu ${vkey("bawaslu", COSIGNATURE, witness.public)}\nquorum bawaslu\n`;
let policy: Policy;

beforeAll(() => {
  policy = parsePolicy(utf8(policyText));
});

function fact(number: number, more: object = {}): Archived {
  const body = { kind: "turnout", place: "99.01.01.1001-001", voters: number, election: "contoh-2029", kabupaten: "99.01", at: "2029-11-20T16:00:00+08:00", device: "0".repeat(32), seq: 1, ...more };
  return {
    name: `fact ${number}`, device: "d", seq: 1, kind: "turnout", body: textOf(writeFact(body as never)), sig: toBase64(new Uint8Array(64)),
    own: true, stored: 1, receipt: { body: "", sig: "" }, number, verdict: "accepted", reason: null,
  };
}

const facts = [1, 2, 3].map((number) => fact(number));
const told = (number: number): Told => ({ number, received: RECEIVED, countersigned: [], proof: [] });
const leaves = facts.map((each) => leafHash(leafOf(each, told(each.number))));
const paths = [
  [leaves[1], leaves[2]],
  [leaves[0], leaves[2]],
  [nodeHash(leaves[0] as Uint8Array, leaves[1] as Uint8Array)],
] as Uint8Array[][];

async function note(size: number, root: Uint8Array, by = [witness], log = own, origin = LOG): Promise<string> {
  const text = checkpointText({ origin, size, root });
  const lines: NoteSignature[] = [await signNote(text, origin, log)];
  for (const each of by) {
    const stamp = new Uint8Array(8);
    new DataView(stamp.buffer).setBigUint64(0, 1_900_000_000n);
    const signature = await each.sign(utf8(cosigned(text, 1_900_000_000)));
    lines.push({ name: "bawaslu", id: noteKeyId({ name: "bawaslu", kind: COSIGNATURE, public: each.public }), signature: concat(stamp, signature) });
  }
  return textOf(writeNote({ text, signatures: lines }));
}

async function answer(more: Partial<Gathered> = {}): Promise<Gathered> {
  const all = facts.map((each, at) => ({ ...told(each.number), proof: paths[at] ?? null }));
  return { checkpoint: await note(3, rootOf(leaves)), facts: all, consistency: [], ...more };
}

const shown = (found: Gathered, known: Head | null = null, of = facts) => shownBy(found, of, policy, policyText, known, LOG);

test("what the log holds under a witnessed checkpoint is proved, as a file that others can read", async () => {
  const { proofs, head, trouble } = await shown(await answer());

  expect(trouble).toBe("");
  expect([...proofs.keys()]).toEqual(["fact 1", "fact 2", "fact 3"]);
  expect(parseProof(utf8(proofs.get("fact 3") as string)).index).toBe(2);
  expect(head).toMatchObject({ size: 3, root: toHex(rootOf(leaves)) });
});

test("a proof about other bytes than those kept here shows nothing", async () => {
  const changed = facts.map((each) => (each.number === 2 ? { ...fact(2, { voters: 999 }), name: "fact 2" } : each));
  expect([...(await shown(await answer(), null, changed)).proofs.keys()]).toEqual(["fact 1", "fact 3"]);
});

test("another place than the receipt promised is no proof, nor is one for a fact in quarantine", async () => {
  const [first, second, third] = facts as [Archived, Archived, Archived];
  const moved = [{ ...first, number: 9 }, { ...second, verdict: "quarantined" as const }, third];
  expect([...(await shown(await answer(), null, moved)).proofs.keys()]).toEqual(["fact 3"]);
});

test("a fact that waits for a larger checkpoint stays as it is", async () => {
  const found = await answer({ facts: [told(1), told(2), told(3)].map((each) => ({ ...each, proof: null })) });
  expect((await shown(found)).proofs.size).toBe(0);
});

test.each([
  ["nobody cosigned", () => note(3, rootOf(leaves), []), "alone"],
  ["a stranger cosigned", () => note(3, rootOf(leaves), [other]), "alone"],
  ["another key signed as the log", () => note(3, rootOf(leaves), [witness], other), "false"],
  ["it is another log", () => note(3, rootOf(leaves), [witness], own, "other.example/contoh-2029/99.01"), "false"],
  ["it is no note", () => Promise.resolve("<html>"), "false"],
])("nothing is proved where %s", async (_, made, trouble) => {
  expect(await shown(await answer({ checkpoint: await made() }))).toEqual({ proofs: new Map(), head: null, trouble });
});

test("a policy without a quorum calls nothing witnessed", async () => {
  const text = policyText.replace("quorum bawaslu", "quorum none");
  const found = await shownBy(await answer(), facts, parsePolicy(utf8(text)), text, null, LOG);
  expect([found.trouble, found.proofs.size]).toEqual(["alone", 0]);
});

test("a log that does not begin with what this phone saw is an alarm, and its proofs are not kept", async () => {
  const seen: Head = { log: LOG, size: 2, root: "ab".repeat(32), note: "", policy: "" };
  expect(await shown(await answer(), seen)).toEqual({ proofs: new Map(), head: null, trouble: "forked" });
});

test("a log that grew from what this phone saw is followed; an older answer takes nothing back and proves nothing", async () => {
  const two = nodeHash(leaves[0] as Uint8Array, leaves[1] as Uint8Array);
  const grown = await shown(await answer({ consistency: [leaves[2] as Uint8Array] }), { log: LOG, size: 2, root: toHex(two), note: "", policy: "" });
  expect([grown.trouble, grown.head?.size]).toEqual(["", 3]);

  const later = await shown(await answer(), { log: LOG, size: 900, root: "cd".repeat(32), note: "", policy: "" });
  expect([later.trouble, later.head, later.proofs.size]).toEqual(["", null, 0]);
});

test("the leaf of a fact for the results holds its name, not its words", () => {
  const ballots = fact(1, { kind: "ballots", voters: undefined, sku: "KWK-BUP/99.01", received: 292, used: 231, spoiled: 3, left: 58, salt: "ab".repeat(16) });
  const leaf = textOf(leafOf({ ...ballots, sig: toBase64(fromBase64(ballots.sig)) }, told(1)));
  expect(leaf).toContain('"hidden":"fact 1"');
  expect(leaf).not.toContain("292");
});
