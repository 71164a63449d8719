/** Asks for proofs of what was receipted, and keeps those that hold. */
import type { Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import { utf8 } from "../log/bytes";
import { readGathered } from "../log/gathered";
import { parsePolicy } from "../log/policies";
import { ask, Said, Silent } from "./asking";
import { sendAgain } from "./again";
import { shownBy } from "./proving";
import { trustOf } from "./trust";
import { Alarmed } from "./trouble";

const MOST = 500;

/**
 * Ask for proofs of the facts of an officer that have none. Without a policy nobody can say
 * that a log is witnessed, so nothing is asked. Returns whether one more fact is proved. Throws
 * `Alarmed` where the log shows two histories.
 */
export async function fetchProofs(store: Store, officer: Officer, changed: () => void): Promise<boolean> {
  const trust = await trustOf(store, officer.log);
  if (trust === null || trust.policy === "") return false;
  const last = `proofs:${officer.device}`;
  const waiting = await store.unproved(officer.device, MOST, ((await store.setting(last)) as string | undefined) ?? "");
  if (waiting.length === 0) return false;
  const known = (await store.head(officer.log)) ?? null;
  const body = JSON.stringify({ facts: waiting.map((each) => each.name), since: known?.size ?? 0 });
  const text = await asked(officer, body);
  if (text === null) return false;
  // Next time those behind them: some may never be proved, and keep no other waiting.
  if (waiting.length === MOST) await store.set(last, waiting.at(-1)?.name);
  const answer = readGathered(utf8(text));
  const shown = await shownBy(answer, waiting, parsePolicy(utf8(trust.policy)), trust.policy, known, officer.log);
  if (shown.trouble !== "false") await sendAgain(store, officer, waiting, answer.facts);
  if (shown.trouble === "forked" || shown.trouble === "false") {
    // Both notes are kept: they are what a person shows to Bawaslu.
    if (shown.trouble === "forked") await store.set(`evidence:${officer.log}`, { before: known?.note, now: answer.checkpoint });
    throw new Alarmed(shown.trouble);
  }
  if (shown.head !== null) await store.keepHead(shown.head);
  await store.prove(shown.proofs);
  changed();
  return shown.proofs.size > 0;
}

/** The server's text; null where it has no checkpoint yet, or is older than proofs: they come later. */
async function asked(officer: Officer, body: string): Promise<string | null> {
  try {
    return await (await ask(officer, { method: "POST", path: "/proofs", body })).text();
  } catch (error) {
    if (error instanceof Silent || (error instanceof Said && error.status === 404)) return null;
    throw error;
  }
}
