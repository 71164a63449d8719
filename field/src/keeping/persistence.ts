/** How safe what is kept is: whether the browser promised not to clear it, and how much room is left. */

export interface Keeping {
  /** The browser will not clear it by itself. Null: it does not say. */
  readonly persistent: boolean | null;
  /** Bytes that may still be written, or null where the browser does not say. */
  readonly free: number | null;
}

/** Ask the browser to keep what is here. It may grant it without asking the person. */
export async function askToPersist(): Promise<boolean | null> {
  try {
    return (await navigator.storage?.persist?.()) ?? null;
  } catch {
    return null;
  }
}

export async function keepingNow(): Promise<Keeping> {
  try {
    const persistent = (await navigator.storage?.persisted?.()) ?? null;
    const { quota, usage } = (await navigator.storage?.estimate?.()) ?? {};
    return { persistent, free: quota === undefined || usage === undefined ? null : quota - usage };
  } catch {
    return { persistent: null, free: null };
  }
}

/** Whether an error says that the phone's storage is full. */
export function isFull(error: unknown): boolean {
  return error instanceof DOMException && (error.name === "QuotaExceededError" || error.code === 22);
}
