/** What a server answered to a batch: receipts that this phone checks before it believes any. */
import { fromBase64, Malformed, utf8 } from "../log/bytes";
import { readReceipt, type Receipt } from "../log/receipts";
import type { Archived, Kept, SignedText } from "../keeping/records";

export interface Answer {
  readonly receipts: readonly SignedText[];
  readonly checkpoint: string;
}

/** Return the answer in JSON. Throws `Malformed` for anything else, as a hotel's login page. */
export function readAnswer(text: string): Answer {
  try {
    const { receipts, checkpoint = "" } = JSON.parse(text) as { receipts?: unknown; checkpoint?: unknown };
    if (!Array.isArray(receipts) || typeof checkpoint !== "string") throw new SyntaxError("parts");
    return { receipts: receipts.filter(isSigned), checkpoint };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw new Malformed("not an answer");
    throw error;
  }
}

function isSigned(each: unknown): each is SignedText {
  const { body, sig } = (each ?? {}) as { readonly body?: unknown; readonly sig?: unknown };
  return typeof body === "string" && typeof sig === "string";
}

/** What is known of the fact that brought an officer's key: no receipt yet, or which verdict. */
export type Enrolment = "waits" | "stands" | "aside";

/**
 * Return those of `sent` for which there is a receipt of this log, signed by one of `desks`.
 * A receipt that names another fact, another log, or bears a false signature settles nothing;
 * nor does one that can only be about a spoiled copy of a fact that was signed here.
 */
export async function settledBy(
  answer: Answer,
  sent: readonly Kept[],
  log: string,
  desks: readonly string[],
  enrolment: () => Promise<Enrolment> = () => Promise.resolve("waits"),
): Promise<Archived[]> {
  const waiting = new Map(sent.map((each) => [each.name, each]));
  const found: Archived[] = [];
  for (const each of answer.receipts) {
    const receipt = await believed(each, desks);
    const fact = receipt === null || receipt.log !== log ? undefined : waiting.get(receipt.fact);
    if (receipt === null || fact === undefined) continue;
    if (fact.own && !(await isOfMine(receipt, fact, () => enrolmentIn(found, enrolment)))) continue;
    waiting.delete(fact.name);
    found.push({ ...fact, receipt: { body: each.body, sig: each.sig }, number: receipt.number, verdict: receipt.verdict, reason: receipt.reason });
  }
  return found;
}

/**
 * Reasons that no fact can have which was made, signed and checked on this phone. A receipt names
 * a body, not a signature: everybody who has seen the body can send it with other bytes beside it,
 * and the desk answers for that copy. To believe it of the true fact would lose the true one.
 */
const OF_A_COPY = new Set(["bad_signature", "bad_countersignature", "malformed", "not_canonical", "other_scope", "too_large"]);

/** Whether a receipt can be about the fact as it was signed here, and not only about a copy. */
async function isOfMine({ verdict, reason }: Receipt, fact: Kept, enrolment: () => Promise<Enrolment>): Promise<boolean> {
  if (verdict !== "quarantined" || reason === null) return true;
  if (reason !== "unknown_device") return !OF_A_COPY.has(reason);
  const found = await enrolment();
  // A key that stands is known: then only that of somebody who signed beside may not be.
  return found === "aside" || (found === "stands" && (fact.countersigned ?? []).length > 0);
}

async function enrolmentIn(settled: readonly Archived[], before: () => Promise<Enrolment>): Promise<Enrolment> {
  const found = settled.find((each) => each.own && each.kind === "enrolled");
  return found === undefined ? before() : enrolmentOf(found);
}

/** What the receipt of an `enrolled` says, where there is one. */
export function enrolmentOf(enrolled: Archived | undefined): Enrolment {
  if (enrolled === undefined) return "waits";
  return enrolled.verdict === "quarantined" ? "aside" : "stands";
}

async function believed(each: SignedText, desks: readonly string[]): Promise<Receipt | null> {
  for (const desk of desks) {
    try {
      const found = await readReceipt(utf8(each.body), fromBase64(each.sig), fromBase64(desk));
      if (found !== null) return found;
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
    }
  }
  return null;
}
