/** What a phone exported, against the log: its facts, and the receipts it was given. Twin of `verifying/phones.py`. */
import { fromBase64, Malformed, textOf, utf8 } from "../log/bytes";
import { nameOf } from "../log/canonical";
import { bodyVerifies, EVENT, keyId, RECEIPT } from "../log/keys";
import { parseReceipt, type Receipt } from "../log/receipts";
import { factIn, type Facts } from "./facts";
import type { Report } from "./report";

export interface Phone {
  readonly facts: readonly unknown[];
  readonly receipts: readonly unknown[];
  readonly checkpoints: readonly Uint8Array[];
}

/** Return what a phone exported. Throws `Malformed` for another file. */
export function parsePhone(bytes: Uint8Array): Phone {
  try {
    const value = JSON.parse(textOf(bytes)) as Record<string, unknown>;
    const [facts, receipts, notes] = ["facts", "receipts", "checkpoints"].map((part) => (value[part] === undefined ? [] : value[part])) as unknown[][];
    if (!(value instanceof Object) || Array.isArray(value) || !Array.isArray(facts) || !Array.isArray(receipts) || !Array.isArray(notes)) throw new SyntaxError("parts");
    return { facts, receipts, checkpoints: notes.map((each) => utf8(typeof each === "string" ? each : "")) };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw new Malformed("ekspor HP");
    throw error;
  }
}

type Keys = ReadonlyMap<string, Uint8Array>;

/** Hold the log to what it promised this phone; `now` is the newest time that the log itself shows. */
export async function checkPhone(phone: Phone, facts: Facts, desks: Keys, origin: string, now: number, report: Report): Promise<void> {
  const promised = new Set<string>();
  for (const [at, each] of phone.receipts.entries()) {
    const receipt = await receiptIn(each, `tanda terima ${at + 1}`, desks, origin, report);
    if (receipt === null) continue;
    promised.add(receipt.fact);
    holdTo(receipt, `tanda terima ${at + 1}`, facts, now, report);
  }
  let waiting = 0;
  for (const [at, each] of phone.facts.entries()) {
    const where = `peristiwa ${at + 1}`;
    const name = await nameIn(each, where, facts, report);
    if (name === null || facts.admitted(name) !== undefined) continue;
    if (promised.has(name)) sayRefused(each, name, where, facts, report);
    else waiting += 1;
  }
  if (waiting > 0) report.found("incomplete", `Ekspor HP: ${waiting} peristiwa belum ada di log.`);
}

/** Reasons that the body alone gives: another copy of this name would bear them too. */
const OF_BODY = new Set(["not_canonical", "unknown_kind", "malformed", "other_scope"]);
/** Reasons that also a copy can bear which somebody sent with another signature. */
const OF_COPY = new Set(["bad_signature", "bad_countersignature", "unknown_device", "too_large"]);

/** Report a fact that the door answered for and put aside: without cause, or perhaps a spoiled copy of it. */
function sayRefused(value: unknown, name: string, where: string, facts: Facts, report: Report): void {
  const signed = signedIn(value);
  const fact = signed === null ? null : factIn(signed.body);
  if (fact === null || !facts.isOurs(fact) || !facts.keys.has(fact.device ?? "")) return;
  const beside = (value as { readonly countersigned?: unknown }).countersigned;
  if (Array.isArray(beside) ? beside.length > 0 : Boolean(beside)) return;
  const aside = [...facts.asideOf(name)];
  const refused = aside.find(([, reason]) => OF_BODY.has(reason));
  const copy = aside.find(([, reason]) => OF_COPY.has(reason));
  if (refused !== undefined) {
    report.found("changed", `Ekspor HP, ${where}: dikarantina di nomor ${refused[0]} (${refused[1]}), padahal kunci, daerah, dan tanda tangannya benar. Simpan ekspor ini sebagai bukti.`);
  } else if (copy !== undefined) {
    report.found("noted", `Ekspor HP, ${where}: salinan peristiwa ini dikarantina di nomor ${copy[0]} (${copy[1]}). Log tidak menunjukkan tanda tangan salinan itu. Kirim ulang peristiwa ini ke KPU.`);
  }
}

function holdTo(receipt: Receipt, where: string, facts: Facts, now: number, report: Report): void {
  const { number } = receipt;
  const [admitted, aside] = [facts.admitted(receipt.fact), facts.asideOf(receipt.fact)];
  const isAside = receipt.verdict === "quarantined";
  if (isAside ? aside.has(number) && aside.get(number) === receipt.reason : admitted === number || facts.standsAgain(receipt.fact, number)) return;
  const isElsewhere = isAside ? aside.size > 0 : admitted !== undefined;
  if (number === admitted || aside.has(number)) {
    report.found("changed", `Ekspor HP, ${where}: putusan untuk nomor ${number} lain dari yang tertulis di log. Simpan ekspor ini sebagai bukti.`);
  } else if (isElsewhere || facts.isTaken(number)) {
    report.found("changed", `Ekspor HP, ${where}: log menjanjikan nomor ${number}, dan di sana ada yang lain.`);
  } else if (Date.parse(receipt.received) / 1000 + receipt.within <= now && !(report.isPartial && number <= report.size)) {
    report.found("changed", `Ekspor HP, ${where}: log menjanjikan nomor ${number} dan tidak memuatnya. Simpan ekspor ini sebagai bukti.`);
  } else report.found("incomplete", "Ekspor HP: 1 peristiwa belum ada di log.");
}

async function receiptIn(value: unknown, where: string, desks: Keys, origin: string, report: Report): Promise<Receipt | null> {
  const signed = signedIn(value);
  const receipt = signed === null ? null : parsed(signed.body);
  if (signed === null || receipt === null) {
    report.found("noted", `Ekspor HP, ${where}: tidak terbaca.`);
    return null;
  }
  if (receipt.log !== origin) return null;
  report.signatures += 1;
  for (const key of desks.values()) if (await bodyVerifies(key, RECEIPT, signed.body, signed.sig)) return receipt;
  // Where entries are missing the key may stand in one of them.
  if (report.isPartial) report.found("incomplete", "Ekspor HP: 1 peristiwa belum ada di log.");
  else report.found("changed", `Ekspor HP, ${where}: tanda tangannya bukan dari meja KPU.`);
  return null;
}

async function nameIn(value: unknown, where: string, facts: Facts, report: Report): Promise<string | null> {
  const signed = signedIn(value);
  const fact = signed === null ? null : factIn(signed.body);
  if (signed === null || fact === null) {
    report.found("noted", `Ekspor HP, ${where}: tidak terbaca.`);
    return null;
  }
  const own = fact.kind === "enrolled" || fact.kind === "desk_enrolled" ? fromBase64(fact.key) : null;
  const key = facts.keys.get(fact.device ?? "") ?? (own !== null && keyId(own) === fact.device ? own : undefined);
  if (key !== undefined) {
    report.signatures += 1;
    if (!(await bodyVerifies(key, EVENT, signed.body, signed.sig))) {
      report.found("noted", `Ekspor HP, ${where}: tanda tangannya tidak sah.`);
      return null;
    }
  }
  return nameOf(signed.body);
}

function parsed(body: Uint8Array): Receipt | null {
  try {
    return parseReceipt(body);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function signedIn(value: unknown): { readonly body: Uint8Array; readonly sig: Uint8Array } | null {
  const { body, sig } = (value ?? {}) as { readonly body?: unknown; readonly sig?: unknown };
  if (typeof body !== "string" || typeof sig !== "string" || body === "" || sig === "") return null;
  try {
    return { body: utf8(body), sig: fromBase64(sig) };
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
