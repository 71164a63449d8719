/**
 * Codes as they are printed, scanned and typed: packages, seals, marks of papers. Twin of
 * `core/election/ids.py`, `core/move/seals.py` and `core/documents/plan_papers.py`.
 */

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const PACKAGE = /^([0-9A-Z]{3})([0-9]{13})([A-Z]{3})([A-Z])([0-9])([0-9A-Z])$/;
const SEAL = /^[A-Z]{0,10}[0-9]{3,15}$/;
const CUTS = [0, 3, 7, 9, 13, 16, 19, 21, 22];
/** What Python calls a space; here a mark of the order of bytes is one too, there it is not. */
const BETWEEN = /[\x1c-\x1f\x85.-]|(?!\ufeff)\s/g;

/** How many characters a package code has. */
export const LENGTH = 22;

/** K box, S envelope, P bag. */
export type Form = "K" | "S" | "P";

export interface PackageCode {
  readonly tag: string;
  /** The code of a TPS, desa, kecamatan or kabupaten. */
  readonly place: string;
  readonly kind: string;
  readonly form: Form;
  readonly number: number;
}

/** Return the parts of a scanned or typed code, null where it is not one. */
export function readPackage(text: string): PackageCode | null {
  const plain = plainCode(text);
  const found = PACKAGE.exec(plain);
  if (found === null || checkCharacter(plain.slice(0, -1)) !== plain.slice(-1)) return null;
  const [, tag, digits, kind, form, number] = found as unknown as readonly string[];
  if (form !== "K" && form !== "S" && form !== "P") return null;
  return { tag: tag as string, place: placeOf(digits as string), kind: kind as string, form, number: Number(number) };
}

/** Return the code of these parts, with its check character. */
export function writePackage({ tag, place, kind, form, number }: PackageCode): string {
  const body = `${tag}${place.replace(/[.-]/g, "").padEnd(13, "0")}${kind}${form}${number}`;
  return body + checkCharacter(body);
}

/** Return a scanned or typed code without separators, in capitals and plain forms. */
export function plainCode(text: string): string {
  return text.normalize("NFKC").replace(BETWEEN, "").toUpperCase();
}

/** Whether `text` is built like a package code of any election, mistyped or not. */
export function looksOwn(text: string): boolean {
  return PACKAGE.test(plainCode(text));
}

/** Return a package code grouped as it is printed: P24 6309 05 2003 007 BUP K1 F. */
export function readable(code: string): string {
  return CUTS.slice(1).map((end, at) => code.slice(CUTS[at], end)).filter((part) => part !== "").join(" ");
}

/** Return the check character of ISO 7064, MOD 37,36: of letters and digits alone. */
export function checkCharacter(body: string): string {
  let product = 36;
  for (const letter of body) {
    product = (product + ALPHABET.indexOf(letter)) % 36 || 36;
    product = (product * 2) % 37;
  }
  return ALPHABET[(37 - product) % 36] as string;
}

/** Return a seal number in its normal form, null where the text is none. */
export function readSeal(text: string): string | null {
  const plain = plainCode(text);
  return SEAL.test(plain) ? plain : null;
}

/** Return plan and trip of the QR on a run sheet, null for any other text. */
export function readMark(text: string): { readonly plan: string; readonly trip: string } | null {
  const [head, plan, ...trip] = text.split(":");
  const found = { plan: plan ?? "", trip: trip.join(":") };
  return head === "TEPAT-RENCANA1" && found.plan !== "" && found.trip !== "" ? found : null;
}

function placeOf(digits: string): string {
  const [kabupaten, kecamatan, desa, tps] = [digits.slice(0, 4), digits.slice(4, 6), digits.slice(6, 10), digits.slice(10)];
  let code = `${kabupaten.slice(0, 2)}.${kabupaten.slice(2)}`;
  if (kecamatan === "00") return code;
  code += `.${kecamatan}`;
  if (desa === "0000") return code;
  code += `.${desa}`;
  return tps === "000" ? code : `${code}-${tps}`;
}
