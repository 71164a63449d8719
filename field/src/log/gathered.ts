/**
 * Proofs of many facts under one checkpoint, each hash once: the answer to `POST /proofs`.
 * Twin of `core/log/gathered.py`.
 */
import { fromBase64, Malformed, textOf } from "./bytes";
import { isObject, type Json, type JsonObject } from "./canonical";
import { Fields, type Countersignature } from "./fields";
import { checkInclusion, leafHash } from "./tree";

/** What the log says of one fact that was asked for; `number` 0: nothing. */
export interface Told {
  readonly number: number;
  readonly received: string;
  readonly countersigned: readonly Countersignature[];
  /** The inclusion proof; null while the fact waits for a larger checkpoint. */
  readonly proof: readonly Uint8Array[] | null;
}

export interface Gathered {
  /** A signed note: judge it by the policy before anything is believed. */
  readonly checkpoint: string;
  readonly facts: readonly Told[];
  /** From the checkpoint that the phone had checked before. */
  readonly consistency: readonly Uint8Array[];
}

/** Return the answer in `bytes`, nothing of it checked. Throws `Malformed`. */
export function readGathered(bytes: Uint8Array): Gathered {
  let value: unknown;
  try {
    value = JSON.parse(textOf(bytes));
  } catch {
    throw new Malformed("not JSON");
  }
  if (!isObject(value as Json)) throw new Malformed("not an object");
  const fields = new Fields(value as JsonObject);
  if (fields.positive("v") !== 1) throw new Malformed("v");
  const hashes = fields.list("hashes").map(hashOf);
  return {
    checkpoint: fields.text("checkpoint"),
    facts: fields.list("facts").map((each) => readTold(each, hashes)),
    consistency: fields.list("consistency").map(hashOf),
  };
}

/** Whether the log holds `leaf` as number `told.number` under a checkpoint of this size and root. */
export function isShown(told: Told, leaf: Uint8Array, size: number, root: Uint8Array): boolean {
  return told.proof !== null && checkInclusion(leafHash(leaf), told.number - 1, size, told.proof, root);
}

function readTold(value: Json, hashes: readonly Uint8Array[]): Told {
  if (!isObject(value)) throw new Malformed("fact");
  const fields = new Fields(value);
  const number = fields.take("number");
  if (number === 0) return { number, received: "", countersigned: [], proof: null };
  if (typeof number !== "number" || number < 1) throw new Malformed("number");
  const path = fields.has("path") ? fields.list("path") : null;
  return {
    number,
    received: fields.time("received"),
    countersigned: fields.list("countersigned").map(readCountersigned),
    proof: path === null ? null : path.map((at) => hashAt(hashes, at)),
  };
}

function readCountersigned(value: Json): Countersignature {
  if (!isObject(value)) throw new Malformed("countersigned");
  const fields = new Fields(value);
  return { device: fields.hex("device", 32), sig: fields.bytes("sig", 64) };
}

function hashAt(hashes: readonly Uint8Array[], at: Json): Uint8Array {
  const found = typeof at === "number" ? hashes[at] : undefined;
  if (found === undefined) throw new Malformed("path");
  return found;
}

function hashOf(value: Json): Uint8Array {
  if (typeof value !== "string") throw new Malformed("hash");
  const hash = fromBase64(value);
  if (hash.length !== 32) throw new Malformed("hash");
  return hash;
}
