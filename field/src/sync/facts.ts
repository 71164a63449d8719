/** Facts to the server: batches in order; what is receipted leaves the outbox, nothing else. */
import { now } from "../app/clock";
import type { Archived, Kept, Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import { ask, Said } from "./asking";
import { batchesOf, MOST_BYTES, packedOf } from "./batching";
import { watchClock } from "./clocks";
import { fetchManifest } from "./manifest";
import { readAnswer, settledBy, type Answer } from "./receiving";
import { standing, trustOf } from "./trust";
import { Alarmed } from "./trouble";

/** Send the outbox of an officer. Throws `Silent`, `Said` or `Alarmed`; what was settled stays so. */
export async function sendFacts(store: Store, officer: Officer, changed: () => void): Promise<void> {
  const waiting = await store.outbox(officer.device);
  const queue = batchesOf(waiting);
  for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
    const answer = await sent(officer, batch);
    if (answer === "too_large") {
      queue.unshift(...batchesOf(batch, Math.min(MOST_BYTES, sizeOf(batch)) / 2, Math.ceil(batch.length / 2)));
      continue;
    }
    const settled = await settle(store, officer, batch, answer);
    await store.settle(settled);
    await watchClock(store, settled, now());
    changed();
    if (settled.length < batch.length) throw new Alarmed("receipts");
  }
}

async function sent(officer: Officer, batch: readonly Kept[]): Promise<Answer | "too_large"> {
  try {
    const { body, type } = await packedOf(batch);
    const answer = await ask(officer, { method: "POST", path: "/facts", body, headers: { "Content-Type": type } });
    return readAnswer(await answer.text());
  } catch (error) {
    if (error instanceof Said && error.status === 413 && batch.length > 1) return "too_large";
    throw error;
  }
}

/** Check the receipts. A key that is not known yet may be new: then the list is asked for once. */
async function settle(store: Store, officer: Officer, batch: readonly Kept[], answer: Answer): Promise<Archived[]> {
  const first = await trustOf(store, officer.log);
  const settled = first === null ? [] : await settledBy(answer, batch, officer.log, standing(first));
  if (settled.length === batch.length) return settled;
  await fetchManifest(store, officer);
  const second = await trustOf(store, officer.log);
  return second === null ? settled : settledBy(answer, batch, officer.log, standing(second));
}

function sizeOf(batch: readonly Kept[]): number {
  return batch.reduce((sum, each) => sum + each.body.length + 200, 0);
}
