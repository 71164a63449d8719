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

/**
 * Return those of `sent` for which there is a receipt of this log, signed by one of `desks`.
 * A receipt that names another fact, another log, or bears a false signature settles nothing.
 */
export async function settledBy(
  answer: Answer,
  sent: readonly Kept[],
  log: string,
  desks: readonly string[],
): Promise<Archived[]> {
  const waiting = new Map(sent.map((each) => [each.name, each]));
  const found: Archived[] = [];
  for (const each of answer.receipts) {
    const receipt = await believed(each, desks);
    const fact = receipt === null || receipt.log !== log ? undefined : waiting.get(receipt.fact);
    if (receipt === null || fact === undefined) continue;
    waiting.delete(fact.name);
    found.push({ ...fact, receipt: { body: each.body, sig: each.sig }, number: receipt.number, verdict: receipt.verdict, reason: receipt.reason });
  }
  return found;
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
