/**
 * The PIN of an officer. It keeps the next person who holds the phone from signing in somebody's
 * name; it is no protection against somebody who reads the phone's storage.
 */
import { pbkdf2Async } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { same, utf8 } from "../log/bytes";
import type { Pin } from "../keeping/records";

const ROUNDS = 20_000;
const FREE_TRIES = 3;
const SHORTEST = 4;
const LONGEST = 8;

export function isPin(text: string): boolean {
  return new RegExp(`^[0-9]{${SHORTEST},${LONGEST}}$`).test(text);
}

/** Whether a PIN is among the first that anybody tries: `1234`, `1111`. */
export function isEasy(text: string): boolean {
  const steps = Array.from(text.slice(1), (digit, at) => Number(digit) - Number(text[at]));
  return new Set(steps).size === 1 && Math.abs(steps[0] ?? 0) <= 1;
}

export async function newPin(text: string): Promise<Pin> {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt: salt.buffer, hash: (await hashed(text, salt, ROUNDS)).buffer as ArrayBuffer, rounds: ROUNDS, wrong: 0, left: 0, at: 0, run: "" };
}

export type Tried = { readonly right: boolean; readonly pin: Pin };

/** The clock of one run of the page, in ms: nobody can set it, and it stands while no page is open. */
export interface Ticks {
  readonly run: string;
  readonly at: number;
}

/** Return whether the PIN is right, and what to keep of the try. Asked too early: not right. */
export async function tryPin(pin: Pin, text: string, now: Ticks): Promise<Tried> {
  if (waitOf(pin, now) > 0) return { right: false, pin: counted(pin, now) };
  const right = same(await hashed(text, new Uint8Array(pin.salt), pin.rounds), new Uint8Array(pin.hash));
  if (right) return { right, pin: { ...pin, wrong: 0, left: 0, ...now } };
  const wrong = pin.wrong + 1;
  return { right, pin: { ...pin, wrong, left: pause(wrong), ...now } };
}

/**
 * Milliseconds until the next try. A pause counts while a page is open: what an earlier run left of it
 * is still to be waited, whatever the phone's clock says.
 */
export function waitOf({ wrong, left, at, run }: Pin, now: Ticks): number {
  // Kept by an older program, which knew only the phone's clock.
  if (left === undefined) return pause(wrong);
  return run === now.run ? Math.max(0, left - Math.max(0, now.at - at)) : left;
}

/** The same PIN with what is left of its pause now: from here on this run counts. */
export function counted(pin: Pin, now: Ticks): Pin {
  return { ...pin, left: waitOf(pin, now), ...now };
}

const LONGEST_PAUSE = 3_600_000;

/** After three wrong tries half a minute, then twice as long each time. */
export function pause(wrong: number): number {
  return wrong < FREE_TRIES ? 0 : Math.min(30_000 * 2 ** (wrong - FREE_TRIES), LONGEST_PAUSE);
}

async function hashed(text: string, salt: Uint8Array, rounds: number): Promise<Uint8Array> {
  const subtle = (crypto as { readonly subtle?: SubtleCrypto }).subtle;
  if (subtle === undefined) return pbkdf2Async(sha256, utf8(text), salt, { c: rounds, dkLen: 32 });
  const key = await subtle.importKey("raw", utf8(text), "PBKDF2", false, ["deriveBits"]);
  const bits = await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(salt), iterations: rounds }, key, 256);
  return new Uint8Array(bits);
}
