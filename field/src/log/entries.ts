/**
 * Entries: the leaves of a log, and what stands in each. Twin of `core/log/entries.py`.
 *
 * An entry is a fact, a hidden fact, or the name of bytes in quarantine.
 */
import { textOf, toBase64, utf8, type Bytes } from "./bytes";
import { decodeObject, encode, nameOf } from "./canonical";
import { Fields, writeCountersigned, type Countersignature } from "./fields";
import { bodyVerifies, EVENT } from "./keys";

export const LARGEST_ENTRY = 65_535;

export interface FactEntry {
  readonly what: "fact";
  readonly name: string;
  readonly body: Bytes;
  readonly countersigned: readonly Countersignature[];
  readonly received: string;
  readonly sig: Uint8Array;
}

export interface HiddenEntry {
  readonly what: "hidden";
  readonly name: string;
  readonly audience: string;
  readonly device: string;
  readonly seq: number;
  readonly prev: string | null;
  readonly countersigned: readonly Countersignature[];
  readonly received: string;
  readonly sig: Uint8Array;
}

export interface QuarantinedEntry {
  readonly what: "quarantined";
  readonly name: string;
  readonly reason: string;
  readonly received: string;
}

export type Entry = FactEntry | HiddenEntry | QuarantinedEntry;

/** Return the entry in a leaf. Throws `Malformed` for any other bytes. */
export function parseEntry(leaf: Uint8Array): Entry {
  const fields = new Fields(decodeObject(leaf, LARGEST_ENTRY));
  if (fields.has("body")) return factEntry(fields);
  if (fields.has("hidden")) return hiddenEntry(fields);
  const found: QuarantinedEntry = {
    what: "quarantined",
    name: fields.hex("quarantined", 64),
    reason: fields.word("reason"),
    received: fields.time("received"),
  };
  fields.done();
  return found;
}

/** Return the leaf of an entry. */
export function writeEntry(entry: Entry): Bytes {
  const common = { received: entry.received };
  if (entry.what === "quarantined") return encode({ ...common, quarantined: entry.name, reason: entry.reason });
  const signed = { ...common, ...writeCountersigned(entry.countersigned), sig: toBase64(entry.sig) };
  if (entry.what === "fact") {
    return encode({ ...signed, body: textOf(entry.body) }, LARGEST_ENTRY);
  }
  const { audience, device, seq } = entry;
  const prev = entry.prev === null ? {} : { prev: entry.prev };
  return encode({ ...signed, ...prev, audience, device, seq, hidden: entry.name }, LARGEST_ENTRY);
}

/** Whether `key` signed this fact. */
export function factVerifies(entry: FactEntry, key: Uint8Array): Promise<boolean> {
  return bodyVerifies(key, EVENT, entry.body, entry.sig);
}

function factEntry(fields: Fields): FactEntry {
  const body = utf8(fields.anyText("body"));
  const found: FactEntry = {
    what: "fact",
    name: nameOf(body),
    body,
    countersigned: fields.countersigned(),
    received: fields.time("received"),
    sig: fields.bytes("sig", 64),
  };
  fields.done();
  return found;
}

function hiddenEntry(fields: Fields): HiddenEntry {
  const found: HiddenEntry = {
    what: "hidden",
    name: fields.hex("hidden", 64),
    audience: fields.word("audience"),
    device: fields.hex("device", 32),
    seq: fields.positive("seq"),
    prev: fields.has("prev") ? fields.hex("prev", 64) : null,
    countersigned: fields.countersigned(),
    received: fields.time("received"),
    sig: fields.bytes("sig", 64),
  };
  fields.done();
  return found;
}
