/** Facts to the server: batches in order; what is receipted leaves the outbox, nothing else. */
import { now } from "../app/clock";
import type { Archived, Kept, Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import { ask, isOfSender, Said, Silent } from "./asking";
import { batchesOf, MOST_BYTES, packedOf } from "./batching";
import { watchClock } from "./clocks";
import { enrolmentOf, readAnswer, settledBy, type Answer, type Enrolment } from "./receiving";
import { standing, trustOf } from "./trust";
import { Alarmed } from "./trouble";

/**
 * Send the outbox of an officer: what was signed here first, then what others signed. A batch that
 * is refused is halved until the one record is found; one of somebody else is set aside, so that it
 * keeps no other back. Throws `Silent`, `Said` or `Alarmed`; what was settled stays so.
 */
export async function sendFacts(store: Store, officer: Officer, changed: () => void): Promise<void> {
  const aside = await store.setAside(officer.device);
  const waiting = (await store.outbox(officer.device)).filter(({ name }) => aside[name] === undefined);
  const queue = [...batchesOf(waiting.filter((each) => each.own)), ...batchesOf(waiting.filter((each) => !each.own))];
  const found: { isShort: boolean; answered: boolean; refusal?: Said | undefined } = { isShort: false, answered: false };
  for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
    const answer = await sent(officer, batch);
    if (answer instanceof Said) {
      if (!isOfOne(answer, found.answered)) throw found.refusal ?? answer;
      if (batch.length > 1) queue.unshift(...halved(batch));
      else if (batch[0]?.own === false) await store.refuse(officer.device, batch[0].name, answer.code);
      found.refusal ??= batch.length > 1 ? undefined : answer;
      changed();
      continue;
    }
    found.answered = true;
    const settled = await settle(store, officer, batch, answer);
    await store.settle(settled);
    await watchClock(store, settled, now());
    changed();
    // Said at the end: one that nobody answers for keeps nothing back that comes after it.
    found.isShort ||= settled.length < batch.length;
  }
  if (found.refusal !== undefined) throw found.refusal;
  if (found.isShort) throw new Alarmed("receipts");
}

/** Refusals that speak of what was sent; others may speak of who sends. */
const OF_THE_BATCH: ReadonlySet<number> = new Set([400, 409, 413, 422]);

/** Whether one record may be what a batch was refused for: also where another batch was taken just now. */
function isOfOne(refusal: Said, answered: boolean): boolean {
  return OF_THE_BATCH.has(refusal.status) || (answered && refusal.status < 500 && !isOfSender(refusal));
}

function halved(batch: readonly Kept[]): Kept[][] {
  return batchesOf(batch, Math.min(MOST_BYTES, sizeOf(batch)) / 2, Math.ceil(batch.length / 2));
}

/** Send one batch: the answer, or the refusal. Throws `Silent`. */
export async function sent(officer: Officer, batch: readonly Kept[]): Promise<Answer | Said> {
  try {
    const { body, type } = await packedOf(batch);
    const answer = await ask(officer, { method: "POST", path: "/facts", body, headers: { "Content-Type": type } });
    return readAnswer(await answer.text());
  } catch (error) {
    if (error instanceof Said) return error;
    throw error;
  }
}

/** Check the receipts. A key that is not known yet may be new: then the list is asked for once. */
export async function settle(store: Store, officer: Officer, batch: readonly Kept[], answer: Answer): Promise<Archived[]> {
  const first = await trustOf(store, officer.log);
  const enrolment = async (): Promise<Enrolment> => enrolmentOf((await store.archive(officer.device)).find((each) => each.own && each.kind === "enrolled"));
  const settled = first === null ? [] : await settledBy(answer, batch, officer.log, standing(first), enrolment);
  if (settled.length === batch.length) return settled;
  try {
    await (await import("./manifest")).fetchManifest(store, officer);
  } catch (error) {
    // Without the list what is settled stays settled.
    if (error instanceof Said || error instanceof Silent) return settled;
    throw error;
  }
  const second = await trustOf(store, officer.log);
  return second === null ? settled : settledBy(answer, batch, officer.log, standing(second), enrolment);
}

function sizeOf(batch: readonly Kept[]): number {
  return batch.reduce((sum, each) => sum + each.body.length + 200, 0);
}
