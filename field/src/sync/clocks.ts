/** How far this phone's clock is from the server's: seen when a receipt comes, shown, never judged here. */
import type { Store } from "../keeping/store";
import type { Archived } from "../keeping/records";
import { utf8 } from "../log/bytes";
import { parseReceipt } from "../log/receipts";

/** Below this nobody needs to be told, in ms. */
export const WORTH_SAYING = 10 * 60_000;

/** Keep the difference that fresh receipts show: positive where the phone is ahead, in ms. */
export async function watchClock(store: Store, settled: readonly Archived[], now: Date): Promise<void> {
  const fresh = settled.filter((each) => each.verdict === "accepted").at(-1);
  if (fresh === undefined) return;
  const received = Date.parse(parseReceipt(utf8(fresh.receipt.body)).received);
  await store.set("skew", now.getTime() - received);
}

/** How far the clock is off, in ms; 0 where nobody knows or it is near. */
export async function skewOf(store: Store): Promise<number> {
  const kept = (await store.setting("skew")) as number | undefined;
  return kept !== undefined && Math.abs(kept) >= WORTH_SAYING ? kept : 0;
}
