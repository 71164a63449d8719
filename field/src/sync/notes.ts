/** Words to the server, after the facts that name their hash. */
import type { Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import { ask, Said } from "./asking";

const MOST = 50;

/** Send the words of an officer whose facts are receipted. Throws `Silent` or `Said`. */
export async function sendNotes(store: Store, officer: Officer, changed: () => void): Promise<void> {
  const waiting = [];
  for (const note of await store.notesTodo(officer.device)) {
    if ((await store.archived(note.fact)) !== undefined) waiting.push(note);
  }
  for (let at = 0; at < waiting.length; at += MOST) {
    const notes = waiting.slice(at, at + MOST).map(({ fact, hash, salt, text }) => ({ fact, hash, salt, text }));
    const kept = await sent(officer, JSON.stringify({ notes }));
    for (const hash of kept) await store.noteSent(hash);
    changed();
  }
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
