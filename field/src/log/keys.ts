/**
 * Keys, signatures, and the one verdict on a signature. Twin of `core/log/keys.py`.
 *
 * Key and first half of a signature are canonical points of the large prime-order group, the
 * second half is below the order of that group, and the equation holds. Browsers are quicker at
 * the equation, but differ at the edges: theirs is asked where it agrees on the probes below.
 */
import { getPublicKey, hashes, Point, sign as signHere } from "@noble/ed25519";
import { sha512 } from "@noble/hashes/sha2.js";
import { concat, fromHex, same, sha256, toHex, utf8, type Bytes } from "./bytes";

hashes.sha512 = sha512 as typeof hashes.sha512;

/** What a signature is for: it stands before the message, with a line feed. */
export const EVENT = utf8("tepat/v1/event\n");
export const RECEIPT = utf8("tepat/v1/receipt\n");
export const REQUEST = utf8("tepat/v1/request\n");
export const LETTER = utf8("tepat/v1/letter\n");
export const WITNESS = utf8("tepat/v1/witness\n");
export const RESULTS = utf8("tepat/v1/results\n");
export const MANIFEST = utf8("tepat/v1/manifest\n");

export interface Signer {
  readonly public: Uint8Array;
  readonly keyId: string;
  sign(message: Uint8Array): Promise<Bytes>;
}

/** A key's id: the first 32 hexadecimal digits of the SHA-256 of its 32 bytes. */
export function keyId(key: Uint8Array): string {
  return toHex(sha256(key)).slice(0, 32);
}

/** A signer from the 32 bytes of its seed: for tests, and where WebCrypto is missing. */
export function signerFromSeed(seed: Uint8Array): Signer {
  const key = getPublicKey(seed);
  return {
    public: key,
    keyId: keyId(key),
    sign: (message) => Promise.resolve(signHere(message, seed) as Bytes),
  };
}

/** A signer whose secret the browser keeps and never shows. */
export async function signerFromKeys(pair: CryptoKeyPair): Promise<Signer> {
  const key = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return {
    public: key,
    keyId: keyId(key),
    sign: async (message) =>
      new Uint8Array(await crypto.subtle.sign("Ed25519", pair.privateKey, new Uint8Array(message))),
  };
}

/** New keys that cannot leave this browser, or null where it has no Ed25519. */
export async function newKeys(): Promise<CryptoKeyPair | null> {
  try {
    return (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
  } catch {
    return null;
  }
}

export function signBody(signer: Signer, purpose: Uint8Array, body: Uint8Array): Promise<Bytes> {
  return signer.sign(concat(purpose, body));
}

export function bodyVerifies(
  key: Uint8Array,
  purpose: Uint8Array,
  body: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  return verifies(key, concat(purpose, body), signature);
}

/** Whether a key must not be enrolled: anything but a canonical point of the prime-order group. */
export function isWeak(key: Uint8Array): boolean {
  const spelled = toHex(key);
  let weak = looked.get(spelled);
  if (weak === undefined) {
    weak = !isStrong(key);
    if (looked.size >= 4096) looked.clear();
    looked.set(spelled, weak);
  }
  return weak;
}

const looked = new Map<string, boolean>();

function isStrong(key: Uint8Array): boolean {
  try {
    const point = Point.fromBytes(key, false);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}

/** The verdict. It is the same whether the browser or this module computes it. */
export async function verifies(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  if (signature.length !== 64 || SMALL.has(withoutSign(signature)) || isWeak(key)) return false;
  const theirs = await browserVerdict();
  return theirs === null ? equationHolds(key, message, signature) : theirs(key, message, signature);
}

/** The same verdict, computed here: slower, and needs nothing of the browser. */
export function verifiesHere(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== 64 || SMALL.has(withoutSign(signature)) || isWeak(key)) return false;
  return equationHolds(key, message, signature);
}

function equationHolds(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const first = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= ORDER) return false;
  const k = littleEndian(sha512(concat(first, key, message))) % ORDER;
  const point = Point.fromBytes(key, false);
  const found = Point.BASE.multiply(s, false).add(point.negate().multiply(k, false));
  return same(found.toBytes(), first);
}

const ORDER = Point.CURVE().n;

function littleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(Uint8Array.from(bytes).reverse())}`);
}

/** The points of small order without their sign: 0, 1, -1 and the two of order eight. */
const SMALL: ReadonlySet<string> = new Set([
  "0".repeat(64),
  `01${"0".repeat(62)}`,
  `ec${"f".repeat(60)}7f`,
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
]);

function withoutSign(signature: Uint8Array): string {
  const first = Uint8Array.from(signature.subarray(0, 32));
  first[31] = (first[31] ?? 0) & 0x7f;
  return toHex(first);
}

type Verdict = (key: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>;
let asked: Promise<Verdict | null> | undefined;

/** The browser's verdict, where it has Ed25519 and agrees on the probes; else null. */
function browserVerdict(): Promise<Verdict | null> {
  asked ??= (async () => {
    for (const [key, message, signature, expected] of probes()) {
      try {
        if ((await subtleVerifies(key, message, signature)) !== expected) return null;
      } catch {
        return null;
      }
    }
    return subtleVerifies;
  })();
  return asked;
}

async function subtleVerifies(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean> {
  const known = await crypto.subtle.importKey("raw", new Uint8Array(key), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", known, new Uint8Array(signature), new Uint8Array(message));
}

/** A good signature, one that only holds with a cofactor, and one whose second half is too large. */
function* probes(): Generator<[Uint8Array, Uint8Array, Uint8Array, boolean]> {
  const message = utf8("tepat");
  const seed = new Uint8Array(32).fill(7);
  const key = getPublicKey(seed);
  const good = signHere(message, seed) as Bytes;
  yield [key, message, good, true];
  const large = littleEndian(good.subarray(32)) + ORDER;
  yield [key, message, concat(good.subarray(0, 32), scalar(large)), false];
  const secret = 1_234_567n;
  const other = Point.BASE.multiply(secret);
  const torsion = Point.fromBytes(fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"));
  const first = Point.BASE.multiply(89n).add(torsion).toBytes();
  const k = littleEndian(sha512(concat(first, other.toBytes(), message))) % ORDER;
  yield [other.toBytes(), message, concat(first, scalar((89n + k * secret) % ORDER)), false];
}

function scalar(value: bigint): Bytes {
  return fromHex(value.toString(16).padStart(64, "0")).reverse() as Bytes;
}
