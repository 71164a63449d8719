/** Something that must not be believed: a person has to look. */

/** `letter`: no desk key that signed the letter; `forked`, `false`: see `proving.ts`; `receipts`: a receipt is missing or false. */
export type Alarm = "letter" | "forked" | "false" | "receipts";

export class Alarmed extends Error {
  override name = "Alarmed";

  constructor(readonly why: Alarm) {
    super(why);
  }
}
