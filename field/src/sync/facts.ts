/** Facts to the server: batches in order; what is receipted leaves the outbox, nothing else. */
import { now } from "../app/clock";
import type { Archived, Kept, Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import { ask, Said, Silent } from "./asking";
import { batchesOf, MOST_BYTES, packedOf } from "./batching";
import { watchClock } from "./clocks";
import { fetchManifest } from "./manifest";
import { enrolmentOf, readAnswer, settledBy, type Answer, type Enrolment } from "./receiving";
import { trustOf } from "./trust";
import { Alarmed } from "./trouble";

/** Send the outbox of an officer. Throws `Silent`, `Said` or `Alarmed`; what was settled stays so. */
export async function sendFacts(store: Store, officer: Officer, changed: () => void): Promise<void> {
  const waiting = await store.outbox(officer.device);
  const queue = batchesOf(waiting);
  let isShort = false;
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
    // Said at the end: one that nobody answers for keeps nothing back that comes after it.
    isShort ||= settled.length < batch.length;
  }
  if (isShort) throw new Alarmed("receipts");
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
  const enrolment = async (): Promise<Enrolment> => enrolmentOf((await store.archive(officer.device)).find((each) => each.own && each.kind === "enrolled"));
  const settled = first === null ? [] : await settledBy(answer, batch, officer.log, first.desks, enrolment);
  if (settled.length === batch.length) return settled;
  try {
    await fetchManifest(store, officer);
  } catch (error) {
    // Without the list what is settled stays settled.
    if (error instanceof Said || error instanceof Silent) return settled;
    throw error;
  }
  const second = await trustOf(store, officer.log);
  return second === null ? settled : settledBy(answer, batch, officer.log, second.desks, enrolment);
}

function sizeOf(batch: readonly Kept[]): number {
  return batch.reduce((sum, each) => sum + each.body.length + 200, 0);
}
