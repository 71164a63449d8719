/**
 * Sends once more what a log no longer knows, or holds under another number than was promised: a
 * server that came back from a backup. The receipt that was broken is kept beside the new one.
 */
import type { Archived, Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import type { Told } from "../log/gathered";
import { Said } from "./asking";
import { batchesOf } from "./batching";
import { sent, settle } from "./facts";

/** Send those of `asked` of which the log says otherwise than their receipts. Throws `Silent`. */
export async function sendAgain(store: Store, officer: Officer, asked: readonly Archived[], told: readonly Told[]): Promise<void> {
  const lost = asked.filter((fact, at) => told[at] !== undefined && told[at].number !== fact.number).sort((a, b) => Number(b.own) - Number(a.own) || a.seq - b.seq);
  const before = new Map(lost.map((each) => [each.name, each]));
  for (const batch of batchesOf(lost)) {
    const answer = await sent(officer, batch);
    // Who may send nothing any more keeps what they have.
    if (answer instanceof Said) return;
    const settled = await settle(store, officer, batch, answer);
    // What was promised is not taken back by a word about a copy.
    const kept = settled.filter(({ verdict }) => verdict !== "quarantined");
    const anew = kept.map((each) => withFormer(each, before.get(each.name)));
    await store.settle(anew);
    // What stands beside the log was lost with it.
    const lostNow = new Set(anew.flatMap((each) => (each.receipt.body === before.get(each.name)?.receipt.body ? [] : [each.name])));
    if (lostNow.size > 0) await store.undone(lostNow);
  }
}

function withFormer(now: Archived, before: Archived | undefined): Archived {
  if (before === undefined || before.receipt.body === now.receipt.body) return now;
  return { ...now, former: [...(before.former ?? []), before.receipt].slice(-MOST_FORMER) };
}

const MOST_FORMER = 4;
