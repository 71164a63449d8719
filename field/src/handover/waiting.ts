/**
 * While a screen waits for the other side, the server is asked softly: every few seconds for some
 * minutes, never while nobody looks or there is no network, and not before a busy server said.
 */
import { h } from "../app/h";
import { ofHandover } from "../app/words/of_handover";
import { Said, Silent } from "../sync/asking";
import { askHalves } from "../sync/halves";
import type { Mine } from "./knowing";

/** Milliseconds between two calls, while they are answered. */
const SOON = 3_000;
const SPREAD = 2_000;
const LONGEST = 60_000;
/** So long the server is asked; after that the screen looks only at what a sync brought. */
export const ASKED_FOR = 300_000;
const LOOKS = 10_000;

export interface Waited {
  /** Milliseconds since the screen was opened, or was seen again. */
  readonly since: number;
  /** Calls in a row that were not answered. */
  readonly failures: number;
  /** Seconds that the server asked for, or null. */
  readonly retryAfter: number | null;
}

/** When to look again, and whether to ask the server then. `chance` is from 0 to 1. Pure. */
export function nextLook({ since, failures, retryAfter }: Waited, chance: number): { readonly pause: number; readonly asks: boolean } {
  const soon = SOON + chance * SPREAD;
  const grown = Math.min(soon * 2 ** Math.min(failures, 10), Math.max(LONGEST, soon));
  const pause = Math.round(Math.max(grown, retryAfter === null ? 0 : retryAfter * 1000 * (1 + chance * 0.3)));
  return since + pause > ASKED_FOR ? { pause: LOOKS, asks: false } : { pause, asks: true };
}

export interface Waiting {
  /** Says in words whether the other side's half comes by itself. */
  readonly view: HTMLElement;
  readonly leave: () => void;
}

/**
 * Look until `found` says that it is here; `found` draws what follows by itself. `hope` is said
 * while the server answers. Own facts are sent first: the other side cannot be shown what lies here.
 */
export function waitFor(context: Mine, hope: string, found: () => Promise<boolean>): Waiting {
  const say = ofHandover().online;
  const view = h("span", { role: "status" });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let started = Date.now();
  let waited: Waited = { since: 0, failures: 0, retryAfter: null };
  let left = false;

  const isQuiet = (): boolean => document.visibilityState === "hidden" || !navigator.onLine;
  const tell = (asks: boolean): void => {
    const text = !navigator.onLine ? say.offline : waited.failures > 0 || !asks ? say.later : hope;
    // The same words again would be read aloud again.
    if (view.textContent !== text) view.textContent = text;
  };
  const plan = (): void => {
    clearTimeout(timer);
    if (left) return;
    waited = { ...waited, since: Date.now() - started };
    const { pause, asks } = nextLook(waited, Math.random());
    tell(asks);
    if (!isQuiet()) timer = setTimeout(() => void look(asks), pause);
  };
  const look = async (asks: boolean): Promise<void> => {
    try {
      if (asks) await askHalves(context.store, context.officer);
      waited = { ...waited, failures: 0, retryAfter: null };
    } catch (error) {
      const retryAfter = error instanceof Silent || error instanceof Said ? error.retryAfter : null;
      waited = { ...waited, failures: waited.failures + 1, retryAfter };
    }
    if (!left && (await found())) leave();
    else plan();
  };
  const again = (): void => {
    started = Date.now();
    waited = { ...waited, since: 0 };
    plan();
  };
  const leave = (): void => {
    left = true;
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", again);
    removeEventListener("online", again);
    removeEventListener("offline", again);
  };
  document.addEventListener("visibilitychange", again);
  addEventListener("online", again);
  addEventListener("offline", again);
  plan();
  void sent(context);
  return { view, leave };
}

/** Bring what waits here to the server, where there is a network. */
export async function sent(context: Mine): Promise<void> {
  if (navigator.onLine && (await context.store.waiting(context.officer.device)) > 0) await context.sync();
}
