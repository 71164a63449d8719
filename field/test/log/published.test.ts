import { expect, test } from "vitest";
import { fromBase64, fromHex, utf8 } from "../../src/log/bytes";
import { encode, NotCanonical, type Json } from "../../src/log/canonical";
import { parseCheckpoint } from "../../src/log/checkpoints";
import { isWeak, verifies, verifiesHere } from "../../src/log/keys";
import { parseNote, parseVkey, verified } from "../../src/log/notes";
import { parsePolicy } from "../../src/log/policies";
import { parseProof, whyNot } from "../../src/log/proofs";
import { parseBundle } from "../../src/log/tiles";
import { checkConsistency, checkInclusion, leafHash, rootOf } from "../../src/log/tree";
import { onPublished, published, publishedLines, publishedText } from "./files";

interface Inclusion {
  readonly case: string;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string;
  readonly leafHash: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

interface Consistency {
  readonly case: string;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string;
  readonly root2: string;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

onPublished("proofs of the tree", () => {
  test("every inclusion has its published verdict", () => {
    const all = publishedLines<Inclusion>("rfc6962/inclusion.jsonl");
    const wrong = all.filter((each) => {
      const proof = (each.proof ?? []).map(fromBase64);
      const leaf = fromBase64(each.leafHash);
      return checkInclusion(leaf, each.leafIdx, each.treeSize, proof, fromBase64(each.root)) === each.wantErr;
    });

    expect(all.length).toBeGreaterThan(50);
    expect(wrong.map((each) => each.case)).toEqual([]);
  });

  test("every consistency has its published verdict", () => {
    const all = publishedLines<Consistency>("rfc6962/consistency.jsonl");
    const wrong = all.filter((each) => {
      const proof = (each.proof ?? []).map(fromBase64);
      const [older, newer] = [fromBase64(each.root1), fromBase64(each.root2)];
      return checkConsistency(each.size1, each.size2, proof, older, newer) === each.wantErr;
    });

    expect(all.length).toBeGreaterThan(40);
    expect(wrong.map((each) => each.case)).toEqual([]);
  });
});

interface SignatureCase {
  readonly tcId: number;
  readonly msg: string;
  readonly sig: string;
  readonly result: "valid" | "invalid";
}

interface SignatureFile {
  readonly testGroups: readonly { readonly publicKey: { readonly pk: string }; readonly tests: readonly SignatureCase[] }[];
}

onPublished("signatures", () => {
  test("every signature has its published verdict, from the browser and from here", async () => {
    const file = JSON.parse(publishedText("ed25519/ed25519_test.json")) as SignatureFile;
    const wrong: string[] = [];
    let count = 0;
    for (const group of file.testGroups) {
      const key = fromHex(group.publicKey.pk);
      expect(isWeak(key)).toBe(false);
      for (const { tcId, msg, sig, result } of group.tests) {
        count += 1;
        const [message, signature] = [fromHex(msg), fromHex(sig)];
        if ((await verifies(key, message, signature)) !== (result === "valid")) wrong.push(`${tcId} browser`);
        if (verifiesHere(key, message, signature) !== (result === "valid")) wrong.push(`${tcId} here`);
      }
    }

    expect(count).toBe(151);
    expect(wrong).toEqual([]);
  });
});

interface ProofFile {
  readonly policy: string;
  readonly vectors: readonly {
    readonly desc: string;
    readonly valid: boolean;
    readonly leaf_base64: string;
    readonly proof: string;
  }[];
}

onPublished("proofs as files", () => {
  test("every proof has its published verdict", async () => {
    const file = JSON.parse(publishedText("tlog/proofs-sample.json")) as ProofFile;
    const policy = parsePolicy(utf8(file.policy));
    for (const { desc, valid, leaf_base64, proof } of file.vectors) {
      const why = await whyNot(parseProof(utf8(proof)), fromBase64(leaf_base64), policy);
      expect([desc, why === ""]).toEqual([desc, valid]);
    }
    expect(file.vectors.length).toBeGreaterThan(0);
  });

  test("a log that another program wrote is read, signed and whole at every size", async () => {
    const key = parseVkey(publishedText("tlog/log/log.vkey").trim());
    for (let size = 1; size <= 7; size += 1) {
      const note = parseNote(published(`tlog/log/checkpoint.${size}`));
      const checkpoint = parseCheckpoint(note.text);
      const entries = parseBundle(published(`tlog/log/tile/entries/000.p/${size}`), size);

      expect(await verified(note, [key])).toHaveLength(1);
      expect(checkpoint.size).toBe(size);
      expect(rootOf(entries.map(leafHash))).toEqual(checkpoint.root);
    }
  });
});

onPublished("canonical JSON", () => {
  test.each(["arrays", "structures"])("%s is written as published", (name) => {
    const value = JSON.parse(publishedText(`jcs/input/${name}.json`)) as Json;
    const written = published(`jcs/output/${name}.json`);

    expect(encode(value)).toEqual(written);
  });

  test("keys beyond ASCII are outside our subset", () => {
    const value = JSON.parse(publishedText("jcs/input/french.json")) as Json;

    expect(() => encode(value)).toThrow(NotCanonical);
  });
});
