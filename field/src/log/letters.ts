/** Enrolment letters: the QR that makes a phone a person's device. Twin of `core/log/letters.py`. */
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { fromHex, Malformed, toHex } from "./bytes";
import { decodeObject, encode } from "./canonical";
import { Fields } from "./fields";
import { bodyVerifies, LETTER } from "./keys";

/** What a QR on paper can hold and a cheap phone can still read. */
export const LARGEST_LETTER = 2048;

const LONGEST_NAME = 60;
/** As Python's `str.isprintable`: of blanks only the plain space. */
const UNPRINTABLE = /[\p{Other}\p{Line_Separator}\p{Paragraph_Separator}]|(?! )\p{Space_Separator}/u;

export interface Letter {
  readonly log: string;
  /** The name of the fact that assigns the person. */
  readonly assignment: string;
  readonly role: string;
  readonly area: string;
  /** The area as people call it; empty where the letter does not say it. */
  readonly name: string;
  readonly expires: string;
  readonly servers: readonly string[];
  /** 32 hexadecimal digits: whoever has them can enrol one phone. */
  readonly secret: string;
  readonly sig: Uint8Array;
  /** What the desk's key signed. */
  readonly signed: Uint8Array;
}

/** Return the letter in a QR. Throws `Malformed` for any other bytes. */
export function parseLetter(bytes: Uint8Array): Letter {
  const object = decodeObject(bytes, LARGEST_LETTER);
  const fields = new Fields(object);
  if (fields.positive("v") !== 1) throw new Malformed("v");
  const servers = fields.list("servers").map((each) => {
    if (typeof each !== "string" || each === "") throw new Malformed("servers");
    return each;
  });
  if (servers.length === 0) throw new Malformed("servers");
  const { sig: _, ...signed } = object;
  const name = fields.has("name") ? fields.text("name") : "";
  if ([...name].length > LONGEST_NAME || UNPRINTABLE.test(name)) throw new Malformed("name");
  const found: Letter = {
    log: fields.text("log"),
    assignment: fields.hex("assignment", 64),
    role: fields.text("role"),
    area: fields.text("area"),
    name,
    expires: fields.time("expires"),
    servers,
    secret: fields.hex("secret", 32),
    sig: fields.bytes("sig", 64),
    signed: encode(signed),
  };
  fields.done();
  return found;
}

/** Whether the desk whose key this is wrote the letter. */
export function letterVerifies(letter: Letter, key: Uint8Array): Promise<boolean> {
  return bodyVerifies(key, LETTER, letter.signed, letter.sig);
}

/** Return the `mac` of the fact `enrolled`: only the holder of the letter can compute it. */
export function enrolmentMac(secret: string, key: Uint8Array): string {
  return toHex(hmac(sha256, fromHex(secret), key));
}
