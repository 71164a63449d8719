/** What the store writes into rows, and how it writes several as one. */

export interface Unsent {
  readonly facts: number;
  readonly photos: number;
  readonly notes: number;
  /** Facts that a server put in quarantine, or did not take. */
  readonly aside: number;
  /** Facts, photos and notes together. */
  readonly all: number;
}

/** Codes of refusals by the names of facts. */
export type Aside = Readonly<Record<string, string>>;

export const asideOf = (device: string): string => `refused:${device}`;

/**
 * All of it or nothing. A write that throws at once, as one that cannot be copied, ends no
 * transaction by itself: what was written before it would stay, and a chain would have a gap.
 */
export async function whole(change: { readonly done: Promise<void>; abort(): void }, writes: () => Iterable<Promise<unknown>>): Promise<void> {
  const all: Promise<unknown>[] = [change.done];
  try {
    for (const write of writes()) all.push(write);
  } catch (error) {
    change.abort();
    await Promise.allSettled(all);
    throw error;
  }
  await Promise.all(all);
}

/** Return the row with its device under `todo` while something is left to do, else without. */
export function todo<T extends { readonly device: string; readonly todo?: string }>({ todo: _, ...row }: T, isLeft: boolean): T {
  return (isLeft ? { ...row, todo: row.device } : row) as T;
}
