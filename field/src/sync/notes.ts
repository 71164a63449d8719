/** Words to the server, after the facts that name their hash. */
import type { Note, Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import { ask, isOfSender, Said } from "./asking";

const MOST = 50;

/**
 * Send the words of an officer whose facts are receipted; of several that are refused the one is
 * found. Throws `Silent`, or the first `Said` at the end.
 */
export async function sendNotes(store: Store, officer: Officer, changed: () => void): Promise<void> {
  const waiting: Note[] = [];
  for (const note of await store.notesTodo(officer.device)) {
    if ((await store.archived(note.fact)) !== undefined) waiting.push(note);
  }
  const queue: Note[][] = [];
  for (let at = 0; at < waiting.length; at += MOST) queue.push(waiting.slice(at, at + MOST));
  let refusal: Said | undefined;
  for (let batch = queue.shift(); batch !== undefined; batch = queue.shift()) {
    try {
      const notes = batch.map(({ fact, hash, salt, text }) => ({ fact, hash, salt, text }));
      for (const hash of await sent(officer, JSON.stringify({ notes }))) await store.noteSent(hash);
    } catch (error) {
      if (!(error instanceof Said) || isOfSender(error)) throw error;
      // Who may send no words at all is not asked for each of them.
      if (error.status === 403) throw error;
      const half = Math.ceil(batch.length / 2);
      if (batch.length > 1) queue.unshift(batch.slice(0, half), batch.slice(half));
      else refusal ??= error;
    }
    changed();
  }
  if (refusal !== undefined) throw refusal;
}

/** What a server keeps; nothing where it is older than words: they come later. */
async function sent(officer: Officer, body: string): Promise<readonly string[]> {
  try {
    const { kept } = (await (await ask(officer, { method: "POST", path: "/notes", body })).json()) as { readonly kept?: unknown };
    return Array.isArray(kept) ? kept.filter((each): each is string => typeof each === "string") : [];
  } catch (error) {
    if (error instanceof Said && error.status === 404) return [];
    throw error;
  }
}
