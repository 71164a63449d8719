/**
 * Facts as bytes, and bytes as facts: one spelling, judged only by what the bytes show. Twin of
 * `core/move/events`; the kinds and their fields are written from there into `schema.ts`.
 */
import { fromBase64, type Bytes } from "./bytes";
import { decode, encode, isObject, LARGEST_BODY, nameOf, NotCanonical, type Json, type JsonObject } from "./canonical";
import { EVENT, signBody, type Signer } from "./keys";
import { COMMON, KINDS, SHAPES, type Fact, type Fields } from "./schema";

export type { Fact };

export type Reason = "too_large" | "not_canonical" | "unknown_kind" | "malformed";

/** These bytes are not a fact of the list. */
export class Unreadable extends Error {
  override name = "Unreadable";

  constructor(readonly reason: Reason) {
    super(reason);
  }
}

/** Return the fact in `body`. Throws `Unreadable` with the reason that the server would give. */
export function readFact(body: Uint8Array): Fact {
  if (body.length > LARGEST_BODY) throw new Unreadable("too_large");
  let value: Json;
  try {
    value = decode(body);
  } catch (error) {
    throw error instanceof NotCanonical ? new Unreadable("not_canonical") : error;
  }
  if (!isObject(value)) throw new Unreadable("malformed");
  return factOf(value);
}

/** Return the canonical bytes of a fact; what has its default is left out. Throws `Unreadable`. */
export function writeFact(fact: Fact): Bytes {
  const { fields, v } = KINDS[fact.kind] ?? { fields: {}, v: 0 };
  const plain = withoutDefaults(fact as unknown as JsonObject, { ...COMMON, ...fields });
  const body = encode({ ...plain, kind: fact.kind, v });
  readFact(body);
  return body;
}

/** Where a device's chain of facts stands. */
export interface Chain {
  /** The number of its last fact, 0 before the first. */
  readonly seq: number;
  /** The name of its last fact, empty before the first. */
  readonly prev: string;
}

export interface Signed {
  readonly body: Bytes;
  readonly sig: Bytes;
  readonly name: string;
  /** The chain after this fact. */
  readonly chain: Chain;
}

/** Return `fact` signed as the next one of its device. Throws `Unreadable` for what is no fact. */
export async function signFact(signer: Signer, chain: Chain, fact: Unsigned): Promise<Signed> {
  const next = { ...fact, device: signer.keyId, seq: chain.seq + 1, prev: chain.prev } as unknown as Fact;
  const body = writeFact(next);
  const name = nameOf(body);
  return { body, name, sig: await signBody(signer, EVENT, body), chain: { seq: chain.seq + 1, prev: name } };
}

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A fact before its device signs it. */
export type Unsigned = Without<Fact, "device" | "seq" | "prev">;

function factOf({ kind, v, ...rest }: JsonObject): Fact {
  const found = typeof kind === "string" && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (found === undefined || v !== found.v) throw new Unreadable("unknown_kind");
  const hidden = found.audience === "security" || found.audience === "results";
  const { device, seq = 0, prev, salt } = rest;
  const fits =
    fieldsFit(rest, { ...COMMON, ...found.fields }) &&
    device !== undefined &&
    seq !== 0 &&
    (seq as number) > 1 === (prev !== undefined) &&
    hidden === (salt !== undefined);
  if (!fits) throw new Unreadable("malformed");
  return { kind, ...rest } as unknown as Fact;
}

function fieldsFit(value: Json | undefined, fields: Fields): boolean {
  if (!isObject(value)) return false;
  const all = Object.entries(fields);
  return (
    all.every(([name, type]) => !type.endsWith("!") || Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, one]) => {
      const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
      if (type === undefined) return false;
      return type.endsWith("!") ? fits(one, type.slice(0, -1)) : !isDefault(one) && fits(one, type);
    })
  );
}

function fits(value: Json, type: string): boolean {
  if (type.startsWith("[")) return several(value, (each) => fieldsFit(each, shape(type.slice(1, -1))));
  const check = TYPES[type];
  return check === undefined ? fieldsFit(value, shape(type)) : check(value);
}

function shape(name: string): Fields {
  const found = SHAPES[name];
  if (found === undefined) throw new Error(`schema.ts names a type that nobody checks: ${name}`);
  return found;
}

function isDefault(value: Json): boolean {
  return value === null || value === "" || value === 0 || (Array.isArray(value) && value.length === 0);
}

/** Leave out what may be left out; the objects inside follow their own fields. */
function withoutDefaults(value: JsonObject, fields: Fields): JsonObject {
  const kept = Object.entries(value).flatMap(([name, one]: [string, Json | undefined]) => {
    const type = fields[name] ?? "!";
    if (one === undefined || (!type.endsWith("!") && isDefault(one))) return [];
    const inner = SHAPES[type.replace(/[[\]!]/g, "")];
    if (inner === undefined) return [[name, one] as const];
    const plain = (each: Json): Json => (isObject(each) ? withoutDefaults(each, inner) : each);
    return [[name, Array.isArray(one) ? (one as readonly Json[]).map(plain) : plain(one)] as const];
  });
  return Object.fromEntries(kept);
}

const MOST = 5_000;
const MOST_PACKAGES = 500;
const LONGEST_TEXT = 400;

type Check = (value: Json) => boolean;

function several(value: Json, one: Check, most: number = MOST): boolean {
  return Array.isArray(value) && value.length <= most && (value as readonly Json[]).every(one);
}

/** A list in which order says nothing: sorted, each member once. Members are ASCII. */
function setOf(one: Check, most: number = MOST): Check {
  return (value) =>
    several(value, one, most) &&
    (value as readonly string[]).every((each, at, all) => at === 0 || (all[at - 1] as string) < each);
}

function matching(pattern: RegExp): Check {
  return (value) => typeof value === "string" && pattern.test(value);
}

const code = matching(/^[ -~]{1,200}$/);
const box = matching(/^[0-9A-Z][0-9A-Z-]{0,39}$/);
const hash = matching(/^[0-9a-f]{64}$/);
const half = matching(/^[0-9a-f]{32}$/);
const person = matching(/^[0-9A-Za-z_-]{1,40}$/);

/** How each type of `core/move/events/fields.py` is judged. */
const TYPES: Readonly<Record<string, Check>> = {
  Text: (value) => typeof value === "string" && [...value].length <= LONGEST_TEXT,
  Code: code,
  Codes: (value) => several(value, code),
  Package: box,
  Packages: (value) => several(value, box, MOST_PACKAGES),
  PackageSet: setOf(box, MOST_PACKAGES),
  Hash: hash,
  Hashes: setOf(hash),
  Device: half,
  Salt: half,
  Root: matching(/^[0-9a-f]{16}$/),
  Session: person,
  Person: person,
  Party: matching(/^[a-z][a-z_]{0,30}@[!-~]{1,40}$/),
  Word: matching(/^[a-z][a-z_]{0,39}$/),
  Count: (value) => typeof value === "number" && value >= 0,
  Whole: (value) => typeof value === "number",
  Key: isKey,
  Moment: isMoment,
};

function isKey(value: Json): boolean {
  try {
    return typeof value === "string" && fromBase64(value).length === 32;
  } catch {
    return false;
  }
}

const MOMENT = /^((?:19[7-9]|20[0-9])[0-9]-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})[+-]([01][0-9]|2[0-3]):[0-5][0-9]$/;

/** A moment to the second, from 1970 to 2099, with its offset from UTC; no offset is `+00:00`. */
function isMoment(value: Json): boolean {
  const found = typeof value === "string" && !value.endsWith("-00:00") ? MOMENT.exec(value)?.[1] : undefined;
  if (found === undefined) return false;
  const parsed = new Date(`${found}Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString() === `${found}.000Z`;
}
