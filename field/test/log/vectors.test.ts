/** What Python wrote: both languages must come to the same bytes and the same verdicts. */
import { describe, expect, test } from "vitest";
import { fromBase64, fromHex, Malformed, toHex, utf8, type Bytes } from "../../src/log/bytes";
import { decode, encode, nameOf } from "../../src/log/canonical";
import { fromBase45, readText, toBase45, writeText } from "../../src/log/carrying";
import { checkpointText, fingerprint, parseCheckpoint } from "../../src/log/checkpoints";
import { cosign } from "../../src/log/cosignatures";
import { DICTIONARY } from "../../src/log/dictionary";
import { parseEntry, writeEntry } from "../../src/log/entries";
import * as keys from "../../src/log/keys";
import { enrolmentMac, letterVerifies, parseLetter } from "../../src/log/letters";
import { cosigned, parseNote, parseVkey, verified, writeNote, writeVkey } from "../../src/log/notes";
import { enough, parsePolicy } from "../../src/log/policies";
import { parseProof, whyNot, writeProof } from "../../src/log/proofs";
import { parseReceipt, readReceipt } from "../../src/log/receipts";
import { requestText, requestVerifies } from "../../src/log/requests";
import { entriesPath, parseBundle, tilePath } from "../../src/log/tiles";
import { checkConsistency, checkInclusion, leafHash, rootOf } from "../../src/log/tree";
import { vectors } from "./files";

/** A case says what it shows; `good` is the verdict that both languages must give. */
interface Case {
  readonly shows: string;
  readonly good: boolean;
}

function each<T>(name: string, part = "cases"): (Case & T)[] {
  const found = vectors<Record<string, (Case & T)[]>>(name)[part];
  if (found === undefined || found.length === 0) throw new Error(`${name}.json has no ${part}`);
  return found;
}

/** Read, or return null where it is refused as malformed; anything else is a fault. */
function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

describe("canonical bytes", () => {
  type It = { text?: string; bytes?: string; fill?: number; name?: string };
  test.each(each<It>("canonical"))("$shows", ({ text = "", bytes, fill = 0, good, name }) => {
    const body = bytes === undefined ? utf8(text.replace("FILL", "a".repeat(fill))) : fromHex(bytes);
    const value = orNull(() => [decode(body)] as const);

    expect(value !== null).toBe(good);
    if (value !== null) expect(encode(value[0])).toEqual(body);
    if (name !== undefined) expect(nameOf(body)).toBe(name);
  });
});

describe("keys", () => {
  type Signer = { seed: string; public: string; key_id: string; message: string; signature: string };
  test.each(each<Signer>("keys", "signers"))("$shows", async (it) => {
    const signer = keys.signerFromSeed(fromHex(it.seed));

    expect([toHex(signer.public), signer.keyId]).toEqual([it.public, it.key_id]);
    expect(toHex(await signer.sign(fromHex(it.message)))).toBe(it.signature);
  });

  test.each(each<{ public: string; weak: boolean }>("keys", "weak"))("$shows", (it) => {
    expect(keys.isWeak(fromHex(it.public))).toBe(it.weak);
  });

  type Signature = { public: string; message: string; signature: string };
  test.each(each<Signature>("keys", "signatures"))("$shows", async (it) => {
    const asked = [fromHex(it.public), fromHex(it.message), fromHex(it.signature)] as const;

    expect(await keys.verifies(...asked)).toBe(it.good);
    expect(keys.verifiesHere(...asked)).toBe(it.good);
  });

  const purposes = { event: keys.EVENT, receipt: keys.RECEIPT, request: keys.REQUEST, letter: keys.LETTER };
  type Body = { public: string; purpose: keyof typeof purposes; body: string; signature: string };
  test.each(each<Body>("keys", "bodies"))("$shows", async (it) => {
    const { public: key, purpose, body, signature, good } = it;
    const held = await keys.bodyVerifies(fromHex(key), purposes[purpose], fromHex(body), fromHex(signature));

    expect(held).toBe(good);
  });
});

describe("tree", () => {
  test.each(each<{ size: number; root: string }>("tree", "roots"))("$shows", ({ size, root }) => {
    const leaves = Array.from({ length: size }, (_, at) => leafHash(utf8(`leaf ${at}`)));

    expect(toHex(rootOf(leaves))).toBe(root);
  });

  test("every inclusion has its verdict", () => {
    type It = { index: number; size: number; leaf: string; root: string; proof: string[] };
    const wrong = each<It>("tree", "inclusion").filter((it) => {
      const proof = it.proof.map(fromHex);
      return checkInclusion(fromHex(it.leaf), it.index, it.size, proof, fromHex(it.root)) !== it.good;
    });

    expect(wrong.map((it) => it.shows)).toEqual([]);
  });

  test("every consistency has its verdict", () => {
    type It = { old: number; new: number; old_root: string; new_root: string; proof: string[] };
    const wrong = each<It>("tree", "consistency").filter((it) => {
      const proof = it.proof.map(fromHex);
      return checkConsistency(it.old, it.new, proof, fromHex(it.old_root), fromHex(it.new_root)) !== it.good;
    });

    expect(wrong.map((it) => it.shows)).toEqual([]);
  });
});

describe("tiles", () => {
  type Path = { level?: number; index?: number; width: number; path?: string };
  const paths = each<Path>("tiles", "paths").filter((it) => it.path !== undefined);
  test.each(paths)("$shows", ({ level, index = 0, width, path }) => {
    expect(level === undefined ? entriesPath(index, width) : tilePath(level, index, width)).toBe(path);
  });

  test.each(each<{ bytes: string; width: number; entries?: string[] }>("tiles", "bundles"))("$shows", (it) => {
    const found = orNull(() => parseBundle(fromHex(it.bytes), it.width));

    expect(found !== null).toBe(it.good);
    if (found !== null) expect(found.map(toHex)).toEqual(it.entries);
  });
});

describe("entries, receipts, requests, letters", () => {
  test.each(each<{ text: string; leaf?: string }>("entries"))("entry: $shows", ({ text, good, leaf }) => {
    const found = orNull(() => parseEntry(utf8(text)));

    expect(found !== null).toBe(good);
    if (found !== null) expect(writeEntry(found)).toEqual(utf8(text));
    if (leaf !== undefined) expect(toHex(leafHash(utf8(text)))).toBe(leaf);
  });

  type Receipt = { text: string; public?: string; signature?: string; holds?: boolean };
  test.each(each<Receipt>("receipts"))("receipt: $shows", async (it) => {
    expect(orNull(() => parseReceipt(utf8(it.text))) !== null).toBe(it.good);
    if (it.public === undefined || it.signature === undefined) return;
    const read = await readReceipt(utf8(it.text), fromHex(it.signature), fromHex(it.public));
    expect(read !== null).toBe(it.holds);
  });

  type Request = { method: string; path: string; body: string; signature: string; public: string; message?: string };
  test.each(each<Request>("requests"))("request: $shows", async (it) => {
    const [key, body, signature] = [fromHex(it.public), fromHex(it.body), fromHex(it.signature)];

    expect(await requestVerifies(key, it.method, it.path, body, signature)).toBe(it.good);
    if (it.message !== undefined) expect(requestText(it.method, it.path, body)).toEqual(utf8(it.message));
  });

  type Letter = { text: string; public: string; holds?: boolean; secret?: string; key?: string; mac?: string };
  test.each(each<Letter>("letters"))("letter: $shows", async (it) => {
    const letter = orNull(() => parseLetter(utf8(it.text)));

    expect(letter !== null).toBe(it.good);
    if (letter !== null) expect(await letterVerifies(letter, fromHex(it.public))).toBe(it.holds);
    if (it.mac !== undefined) expect(enrolmentMac(letter?.secret ?? "", fromHex(it.key ?? ""))).toBe(it.mac);
  });
});

describe("text code", () => {
  test.each(each<{ bytes: string; text: string }>("carrying", "base45"))("$shows in base45", ({ bytes, text }) => {
    expect(toBase45(fromHex(bytes))).toBe(text);
    expect(toHex(fromBase45(text))).toBe(bytes);
  });

  test("the dictionary is the same", () => {
    const [first] = each<{ base64: string }>("carrying", "dictionaries");

    expect(DICTIONARY).toEqual(fromBase64(first?.base64 ?? ""));
  });

  test.each(each<{ text: string; body?: string; signature?: string }>("carrying"))("$shows", (it) => {
    const found = orNull(() => readText(it.text));

    expect(found !== null).toBe(it.good);
    if (found === null) return;
    expect([toHex(found.body), toHex(found.sig)]).toEqual([it.body, it.signature]);
    expect(readText(writeText(found))).toEqual(found);
  });
});

describe("notes and checkpoints", () => {
  test.each(each<{ text: string; name?: string; kind?: number; public?: string }>("notes", "vkeys"))("$shows", (it) => {
    const found = orNull(() => parseVkey(it.text));

    expect(found !== null).toBe(it.good);
    if (found === null) return;
    expect([found.name, found.kind, toHex(found.public)]).toEqual([it.name, it.kind, it.public]);
    expect(writeVkey(found)).toBe(it.text);
  });

  type Note = { text: string; known: string[]; signed: string[] | null };
  test.each(each<Note>("notes"))("$shows", async ({ text, known, signed }) => {
    const note = orNull(() => parseNote(utf8(text)));
    const found = note === null ? null : await verified(note, known.map(parseVkey)).catch((error: unknown) => {
      if (error instanceof Malformed) return null;
      throw error;
    });

    expect(found?.map((it) => it.verifier.name) ?? null).toEqual(signed);
    if (note !== null) expect(writeNote(note)).toEqual(utf8(text));
  });

  type Checkpoint = { text: string; origin?: string; size?: number; root?: string; fingerprint?: string };
  test.each(each<Checkpoint>("checkpoints"))("$shows", (it) => {
    const found = orNull(() => parseCheckpoint(it.text));

    expect(found !== null).toBe(it.good);
    if (found === null) return;
    expect([found.origin, found.size, toHex(found.root)]).toEqual([it.origin, it.size, it.root]);
    expect(fingerprint(found)).toBe(it.fingerprint);
    expect(it.text.startsWith(checkpointText(found))).toBe(true);
  });

  type Cosignature = { vkey: string; text: string; line: string; time?: number; message?: string };
  test.each(each<Cosignature>("checkpoints", "cosignatures"))("$shows", async (it) => {
    const held = await verified(parseNote(utf8(`${it.text}\n${it.line}`)), [parseVkey(it.vkey)]).then(
      (found) => found[0]?.time ?? null,
      () => null,
    );

    expect(held !== null).toBe(it.good);
    if (it.time !== undefined) expect(held).toBe(it.time);
    if (it.message !== undefined) expect(cosigned(it.text, it.time ?? 0)).toBe(it.message);
  });
});

describe("policies and proofs", () => {
  type Policy = { text: string; quorums?: { witnesses: string[]; met: boolean }[] };
  test.each(each<Policy>("policies"))("$shows", ({ text, good, quorums = [] }) => {
    const policy = orNull(() => parsePolicy(utf8(text)));

    expect(policy !== null).toBe(good);
    if (policy === null) return;
    expect(quorums.map((it) => enough(policy, new Set(it.witnesses)))).toEqual(quorums.map((it) => it.met));
  });

  const policy = vectors<{ policy: string }>("proofs").policy;
  test.each(each<{ text: string; leaf: string; why_not?: string }>("proofs"))("$shows", async (it) => {
    const proof = orNull(() => parseProof(utf8(it.text)));

    expect(proof !== null).toBe(it.good);
    if (proof === null) return;
    expect(await whyNot(proof, fromHex(it.leaf), parsePolicy(utf8(policy)))).toBe(it.why_not);
    expect(writeProof(proof)).toEqual(utf8(it.text));
  });
});

describe("a phone as a witness", () => {
  type Step = { request: string; status: number; body?: string };
  const { witness } = vectors<{ witness: { name: string; seed: string; log: string; time: string } }>("witnessing");

  test("where the served witness signs, a phone that knows the same signs the same line", async () => {
    const phone = { name: witness.name, signer: keys.signerFromSeed(fromHex(witness.seed)) };
    let known: { size: number; root: Bytes } | null = null;
    let signed = 0;
    for (const { request, status, body } of each<Step>("witnessing", "steps")) {
      if (status !== 200) continue;
      const split = request.indexOf("\n\n");
      const proof = request.slice(0, split).split("\n").slice(1).map(fromBase64);
      const note = parseNote(utf8(request.slice(split + 2)));
      const next = parseCheckpoint(note.text);
      const line = await cosign(next, note.text, known, proof, phone, Number(witness.time));
      known = { size: next.size, root: next.root as Bytes };
      signed += 1;

      expect(`${note.text}\n${body}`).toBe(new TextDecoder().decode(writeNote({ text: note.text, signatures: [line] })));
    }
    expect(signed).toBeGreaterThan(1);
  });
});
