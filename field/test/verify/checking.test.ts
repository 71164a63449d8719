import { expect, test } from "vitest";
import { concat, toBase64, utf8 } from "../../src/log/bytes";
import { encode, nameOf } from "../../src/log/canonical";
import { checkpointText, parseCheckpoint } from "../../src/log/checkpoints";
import { cosign } from "../../src/log/cosignatures";
import { writeEntry } from "../../src/log/entries";
import { signFact, type Chain, type Unsigned } from "../../src/log/envelope";
import { signerFromSeed } from "../../src/log/keys";
import { COSIGNATURE, ED25519, signNote, writeNote, writeVkey } from "../../src/log/notes";
import { entriesPath, tilePath } from "../../src/log/tiles";
import { leafHash, rootOf } from "../../src/log/tree";
import { check } from "../../src/verify/checking";

const ORIGIN = "tepat.example/contoh-2029/99.01";
const [LOG, SAKSI, DESK] = [1, 2, 3].map((seed) => signerFromSeed(new Uint8Array(32).fill(seed))) as [
  ReturnType<typeof signerFromSeed>,
  ReturnType<typeof signerFromSeed>,
  ReturnType<typeof signerFromSeed>,
];
const COMMON = { election: "contoh-2029", kabupaten: "99.01", at: "2029-11-20T16:00:00+08:00" };
const POLICY = utf8(
  `log ${writeVkey({ name: ORIGIN, kind: ED25519, public: LOG.public })}\n` +
    `witness bawaslu ${writeVkey({ name: "bawaslu.example", kind: COSIGNATURE, public: SAKSI.public })}\n` +
    "quorum bawaslu\n",
);

async function leavesOf(count: number): Promise<Uint8Array[]> {
  const leaves: Uint8Array[] = [];
  let chain: Chain = { seq: 0, prev: "" };
  for (let at = 0; at < count; at += 1) {
    const fact: Unsigned =
      at === 0
        ? { ...COMMON, kind: "desk_enrolled", key: toBase64(DESK.public) }
        : { ...COMMON, kind: "sealed", package: `KB-${at}`, seals: [`S-${at}`] };
    const signed = await signFact(DESK, chain, fact);
    chain = signed.chain;
    leaves.push(writeEntry({ what: "fact", ...signed, countersigned: [], received: "2029-11-20T08:00:00Z" }));
  }
  return leaves;
}

async function noteOf(leaves: readonly Uint8Array[]): Promise<Uint8Array> {
  const text = checkpointText({ origin: ORIGIN, size: leaves.length, root: rootOf(leaves.map(leafHash)) });
  const witness = { name: "bawaslu.example", signer: SAKSI };
  const line = await cosign(parseCheckpoint(text), text, null, [], witness, 1_890_000_000);
  return writeNote({ text, signatures: [await signNote(text, ORIGIN, LOG), line] });
}

async function description(): Promise<Uint8Array> {
  const key = writeVkey({ name: ORIGIN, kind: ED25519, public: LOG.public });
  const about = { v: 1, origin: ORIGIN, election: COMMON.election, kabupaten: COMMON.kabupaten, keys: [key], release: { entries: null } };
  const text = `tepat/v1/description\n${ORIGIN}\n${nameOf(encode(about))}\n`;
  const note = writeNote({ text, signatures: [await signNote(text, ORIGIN, LOG)] });
  return encode({ ...about, note: new TextDecoder().decode(note) });
}

async function published(leaves: readonly Uint8Array[]): Promise<Map<string, Uint8Array>> {
  const bundle = concat(...leaves.flatMap((leaf) => [Uint8Array.of(leaf.length >> 8, leaf.length & 255), leaf]));
  return new Map<string, Uint8Array>([
    ["checkpoint", await noteOf(leaves)],
    ["checkpoints/3", await noteOf(leaves.slice(0, 3))],
    [tilePath(0, 0, leaves.length), concat(...leaves.map(leafHash))],
    [entriesPath(0, leaves.length), bundle],
    ["checkpoints/index", utf8("3\n")],
    ["states/3.jsonl", utf8("")],
    ["log.json", await description()],
  ]);
}

test("a good log is said to be good, in one sentence", async () => {
  const report = await check(await published(await leavesOf(7)), POLICY);

  expect(report.findings).toEqual([]);
  expect(report.sentence).toBe("7 peristiwa, 0 diubah, 0 belum lengkap; disaksikan 1 dari 1 saksi log.");
  expect([report.isFine, report.signatures, report.older]).toEqual([true, 7, 1]);
});

test("any byte that is changed, in any file, is found", async () => {
  const files = await published(await leavesOf(5));
  for (const [path, bytes] of files) {
    for (let at = 0; at < bytes.length; at += path.startsWith("tile/entries") ? 41 : 7) {
      const changed = bytes.map((byte, place) => (place === at ? byte ^ 1 : byte));
      const report = await check(new Map(files).set(path, changed), POLICY);

      expect([path, at, report.findings.length > 0 || !report.quorum]).toEqual([path, at, true]);
    }
  }
}, 60_000);

test("the fact that was changed is named by its number", async () => {
  const leaves = await leavesOf(5);
  const files = await published(leaves);
  const path = entriesPath(0, 5);
  const inThird = leaves.slice(0, 2).reduce((sum, leaf) => sum + leaf.length + 2, 0) + 40;
  const changed = files.get(path)?.map((byte, at) => (at === inThird ? byte ^ 1 : byte)) ?? new Uint8Array();
  const report = await check(files.set(path, changed), POLICY);

  expect(report.findings[0]?.words).toContain("Peristiwa nomor 3 diubah");
});

test("a log that was rewritten does not follow from the checkpoint somebody kept", async () => {
  const kept = await noteOf(await leavesOf(4));
  const rewritten = await leavesOf(6);
  rewritten.reverse();
  const files = await published(rewritten);
  files.delete("checkpoints/3");
  const report = await check(files, POLICY, [kept]);

  expect(report.isFine).toBe(false);
  expect(report.findings.map((each) => each.words).join()).toContain("titik periksa Anda");
});

test("a fact signed by another key is found though the tree holds", async () => {
  const leaves = await leavesOf(3);
  const { chain: _, ...signed } = await signFact(DESK, { seq: 3, prev: "" + "0".repeat(64) }, { ...COMMON, kind: "sealed", package: "KB-9", seals: ["S-9"] });
  const sig = await SAKSI.sign(signed.body);
  leaves.push(writeEntry({ what: "fact", ...signed, sig, countersigned: [], received: "2029-11-20T08:00:00Z" }));
  const report = await check(await published(leaves), POLICY);

  expect(report.findings.map((each) => each.words)).toEqual([
    expect.stringContaining("Tanda tangan peristiwa nomor 4"),
    expect.stringContaining("putus di urutan 4"),
  ]);
});

test("a fact stands again only for others who signed it", async () => {
  const leaves = await leavesOf(3);
  const { chain: _, ...signed } = await signFact(DESK, { seq: 3, prev: "0".repeat(64) }, { ...COMMON, kind: "sealed", package: "KB-9", seals: ["S-9"] });
  const other = { device: SAKSI.keyId, sig: await SAKSI.sign(signed.body) };
  const entry = { what: "fact" as const, ...signed, received: "2029-11-20T08:00:00Z" };
  leaves.push(writeEntry({ ...entry, countersigned: [] }), writeEntry({ ...entry, countersigned: [other] }));
  const words = async (): Promise<string> => (await check(await published(leaves), POLICY)).findings.map((each) => each.words).join();

  expect(await words()).not.toContain("sudah ada sebagai nomor");
  leaves.push(writeEntry({ ...entry, countersigned: [other] }));
  expect(await words()).toContain("Peristiwa nomor 6 sudah ada sebagai nomor 4");
});

test("without entries only order and seals are judged, and the sentence says so", async () => {
  const files = await published(await leavesOf(5));
  files.delete(entriesPath(0, 5));
  files.delete("states/3.jsonl");
  const report = await check(files, POLICY);

  expect(report.isFine).toBe(true);
  expect(report.sentence).toContain("belum dibuka");
});

test("too few witnesses are never fine", async () => {
  const files = await published(await leavesOf(3));
  const note = new TextDecoder().decode(files.get("checkpoint"));
  files.set("checkpoint", utf8(note.split("\n").filter((line) => !line.includes("bawaslu")).join("\n")));
  const report = await check(files, POLICY);

  expect(report.isFine).toBe(false);
  expect(report.sentence).toContain("BELUM CUKUP");
});

test.each(["[]", '{"receipts":null}', '{"facts":{}}', "null", "1"])("%s is no export of a phone", async (text) => {
  await expect(check(await published(await leavesOf(3)), POLICY, [], [utf8(text)])).rejects.toThrow("ekspor HP");
});
