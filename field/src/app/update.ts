/** A newer program: taken only where nothing waits to be sent, and never after the freeze date. */
import type { Store } from "../keeping/store";
import { workerRegistered } from "./secure";

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

/** Register the worker, and say whether this browser keeps the program for later. */
export async function keepProgram(): Promise<void> {
  if (!("serviceWorker" in navigator) || !import.meta.env.PROD) return workerRegistered(false);
  try {
    await navigator.serviceWorker.register("./sw.js", { scope: "./", updateViaCache: "none" });
    workerRegistered(true);
  } catch {
    workerRegistered(false);
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

function told(worker: ServiceWorker, message: object): Promise<{ pinned?: string; version?: string }> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (event) => resolve(event.data as { pinned?: string; version?: string });
    worker.postMessage(message, [port2]);
    setTimeout(() => resolve({}), 5_000);
  });
}

/** What `mayUpdate` asks, from what is kept. */
export async function presentIn(store: Store, today: string, freezes: readonly string[]): Promise<Present> {
  const { photos, notes } = await store.unsent();
  return { waiting: (await store.waiting()) + photos + notes, drafts: await store.drafts(), today, freezes };
}
