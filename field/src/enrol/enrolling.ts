/** From a letter to an officer of this phone: key, PIN and the fact `enrolled`, kept at once. */
import { moment, offsetOf, SESSION, mono } from "../app/clock";
import { signed } from "../facts/writing";
import { toBase64 } from "../log/bytes";
import { enrolmentMac } from "../log/letters";
import type { Unsigned } from "../log/envelope";
import type { Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import { makeKey } from "./keys";
import { serversFor, type Read } from "./letter";
import { newPin } from "./pin";

export interface Choice {
  readonly pin: string;
  /** The phone belongs to somebody else and will be handed back. */
  readonly borrowed: boolean;
}

/** Enrol this phone with a letter. Nothing is kept if anything of it fails. */
export async function enrol(store: Store, read: Read, choice: Choice, page: Location, now: Date): Promise<Officer> {
  const { letter, election, kabupaten, text } = read;
  const { key, signer } = await makeKey(store);
  const fact = {
    kind: "enrolled",
    election,
    kabupaten,
    at: moment(now, offsetOf(null, now)),
    mono: mono(),
    session: SESSION,
    assignment: letter.assignment,
    key: toBase64(signer.public),
    mac: enrolmentMac(letter.secret, signer.public),
  } as Unsigned;
  const enrolled = await signed(signer, { seq: 0, prev: "" }, fact, now);
  const officer: Officer = {
    device: signer.keyId,
    public: new Uint8Array(signer.public).buffer,
    key,
    pin: await newPin(choice.pin),
    log: letter.log,
    election,
    kabupaten,
    role: letter.role,
    area: letter.area,
    assignment: letter.assignment,
    expires: letter.expires,
    servers: serversFor(letter, page),
    letter: text,
    seq: enrolled.seq,
    prev: enrolled.name,
    borrowed: choice.borrowed,
  };
  await store.enrol(officer, enrolled);
  return officer;
}
