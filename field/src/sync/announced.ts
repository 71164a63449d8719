/** Announcements of the agencies: fetched now and then, and a receipt for each that was read. */
import type { Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import { ask, Said } from "./asking";
import { ANNOUNCED, isDue, type Why } from "./often";

/** One announcement as the server tells it. */
export interface Announced {
  readonly number: number;
  readonly version: number;
  readonly text: string;
  readonly by: string;
  /** UTC. */
  readonly until: string;
  readonly read: boolean;
}

/** What a phone keeps of them; `waiting` are receipts that no server has yet. */
interface Kept {
  readonly fetched: number;
  readonly all: readonly Announced[];
  readonly waiting: readonly (readonly [number, number])[];
}

const nameOf = (device: string): string => `announced:${device}`;

async function kept(store: Store, device: string): Promise<Kept> {
  return ((await store.setting(nameOf(device))) as Kept | undefined) ?? { fetched: 0, all: [], waiting: [] };
}

/** Fetch them where it is time, and say what was read. Throws `Silent` and `Said`. */
export async function announce(store: Store, officer: Officer, why: Why, at: number, changed: () => void): Promise<void> {
  const before = await kept(store, officer.device);
  if (before.waiting.length === 0 && !isDue(why, before.fetched, at, ANNOUNCED)) return;
  const post = { method: "POST", path: "/announcements", body: JSON.stringify({ read: before.waiting }) } as const;
  try {
    const answer = await ask(officer, before.waiting.length > 0 ? post : { method: "GET", path: "/announcements" });
    const all = listIn(await answer.json());
    // What was read while the answer was on its way waits for the next one.
    const said = new Set(before.waiting.map(String));
    const waiting = (await kept(store, officer.device)).waiting.filter((each) => !said.has(String(each)));
    await store.set(nameOf(officer.device), { fetched: at, all, waiting });
    changed();
  } catch (error) {
    // A server that is older than announcements, or the hub of a hall.
    if (!(error instanceof Said && error.status === 404)) throw error;
  }
}

/** Those in an answer that have their form; a text is only ever shown as text. Pure. */
export function listIn(answer: unknown): readonly Announced[] {
  const { announcements } = (answer ?? {}) as { readonly announcements?: unknown };
  if (!Array.isArray(announcements)) return [];
  return announcements.filter((each: Partial<Announced> | null): each is Announced => {
    const texts = [each?.text, each?.by, each?.until];
    return texts.every((text) => typeof text === "string") && Number.isInteger(each?.number) && Number.isInteger(each?.version) && typeof each?.read === "boolean";
  });
}

/** Those that stand at `now` and were not read here. */
export async function unread(store: Store, device: string, now: Date): Promise<readonly Announced[]> {
  const { all, waiting } = await kept(store, device);
  const said = new Set(waiting.map(String));
  return all.filter((each) => !each.read && !said.has(String([each.number, each.version])) && Date.parse(each.until) > now.getTime());
}

/** Keep that the officer read one; the next try tells the server. */
export async function markRead(store: Store, device: string, { number, version }: Announced): Promise<void> {
  const before = await kept(store, device);
  await store.set(nameOf(device), { ...before, waiting: [...before.waiting, [number, version]] });
}
