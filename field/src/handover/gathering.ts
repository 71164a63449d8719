/** What a camera or a paste brings, put together until it is whole: single facts, parcels, parts. */
import { Malformed } from "../log/bytes";
import { PREFIX } from "../log/carrying";
import type { Item } from "../log/parcels";
import { readCode, Series, unstamped } from "../log/series";

export type Gathered =
  | { readonly is: "items"; readonly items: readonly Item[] }
  /** Parts that wait for others. */
  | { readonly is: "part"; readonly missing: number; readonly total: number }
  | { readonly is: "letter"; readonly text: string }
  | { readonly is: "torn" }
  | { readonly is: "other" };

export class Gathering {
  private readonly series = new Series();

  /** Take one text. */
  take(text: string): Gathered {
    const trimmed = unstamped(text).trim();
    if (trimmed.startsWith("{")) return { is: "letter", text: trimmed };
    if (!trimmed.startsWith(PREFIX)) return { is: "other" };
    try {
      return this.read(trimmed);
    } catch (error) {
      if (error instanceof Malformed) return { is: "torn" };
      throw error;
    }
  }

  private read(text: string): Gathered {
    const [, ...codes] = text.split(PREFIX);
    const items: Item[] = [];
    let part: Gathered | null = null;
    for (const code of codes) {
      const read = readCode(PREFIX + code);
      if ("items" in read) items.push(...read.items);
      else {
        items.push(...(this.series.add(read.part) ?? []));
        part = { is: "part", missing: this.series.missing, total: this.series.total };
      }
    }
    return items.length > 0 || part === null ? { is: "items", items } : part;
  }
}
