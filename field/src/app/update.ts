/** A newer program: taken only where nothing waits to be sent, and never after the freeze date. */
import type { Store } from "../keeping/store";
import { programKept, wayNow, workerRegistered } from "./secure";

/** Milliseconds until the worker is asked again whether everything is kept: longer each time. */
const FIRST = 1_000;
const LONGEST = 30_000;

export interface Present {
  /** Facts, photos and notes that no server has. */
  readonly waiting: number;
  /** Whether somebody is in the middle of something. */
  readonly drafts: number;
  readonly today: string;
  /** Days as "2024-11-20" from which on the program stays as it is; one for each officer. */
  readonly freezes: readonly string[];
}

/** Whether the program may change now. */
export function mayUpdate({ waiting, drafts, today, freezes }: Present): boolean {
  return waiting === 0 && drafts === 0 && freezes.every((each) => each === "" || today < each);
}

/** Keep the program for later, as far as this browser does; `changed` when the screen may say more, or less. */
export async function keepProgram(changed: () => void): Promise<void> {
  const workers = import.meta.env.PROD ? navigator.serviceWorker : undefined;
  await keptBy(workers, changed, takeParts, (ms) => new Promise((done) => setTimeout(done, ms)));
}

/**
 * Stay until every file of the program is on this phone. A registered worker is not enough: it has
 * to fetch about 1 MB, and one file that breaks off leaves nothing. Where no worker is allowed,
 * `parts` are loaded into this page instead, since nothing can be fetched later.
 */
export async function keptBy(workers: ServiceWorkerContainer | undefined, changed: () => void, parts: () => Promise<boolean>, pause: (ms: number) => Promise<void>): Promise<void> {
  for (let wait = FIRST; ; wait = Math.min(2 * wait, LONGEST)) {
    const before = [wayNow(), programKept()].join();
    let active: ServiceWorker | null = null;
    let refused = workers === undefined;
    try {
      active = (await workers?.register("./sw.js", { scope: "./", updateViaCache: "none" }))?.active ?? null;
      workerRegistered(!refused, active !== null && (await told(active, { ask: true, fill: true })).whole !== false);
    } catch (error) {
      refused = error instanceof DOMException && error.name === "SecurityError";
      workerRegistered(false);
    }
    if ([wayNow(), programKept()].join() !== before) changed();
    if (programKept() || (wayNow() !== "official" && wayNow() !== "hall" && (await parts()) && refused)) return;
    await (active === null && workers !== undefined && !refused ? Promise.race([workers.ready, pause(wait)]) : pause(wait));
  }
}

/** Load every part of the program into this page; whether all came. */
async function takeParts(): Promise<boolean> {
  try {
    const files = JSON.parse(/const SHELL = (\[.*\]);/.exec(await (await fetch("./sw.js")).text())?.[1] ?? "[]") as string[];
    const scripts = files.filter((name) => name.endsWith(".js") && !name.includes("_worker"));
    await Promise.all(scripts.map((name) => import(/* @vite-ignore */ new URL(name, location.href).href)));
    await (await import("../scan/readers")).zxingReader(); // never closed: its worker could not start again
    return true;
  } catch {
    return false;
  }
}

/** Take the newer program that lies ready, if there is one; the page then loads again. */
export async function takeUpdate(present: () => Promise<Present>): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const ready = registration?.waiting ?? registration?.active;
  if (!ready || !navigator.serviceWorker.controller) return;
  const { pinned, version } = await told(ready, { ask: true });
  if (pinned === version || !mayUpdate(await present())) return;
  await told(ready, { take: true });
  location.reload();
}

interface Told {
  readonly pinned?: string;
  readonly version?: string;
  readonly whole?: boolean;
}

function told(worker: ServiceWorker, message: object): Promise<Told> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data as Told);
    worker.postMessage(message, [port2]);
    setTimeout(() => resolve({ whole: false }), 5_000);
  });
}

/** What `mayUpdate` asks, from what is kept. */
export async function presentIn(store: Store, today: string, freezes: readonly string[]): Promise<Present> {
  const { photos, notes } = await store.unsent();
  return { waiting: (await store.waiting()) + photos + notes, drafts: await store.drafts(), today, freezes };
}
