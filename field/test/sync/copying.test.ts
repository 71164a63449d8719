import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { utf8 } from "../../src/log/bytes";
import { MOST_ITEMS } from "../../src/log/parcels";
import type { Item } from "../../src/log/series";
import { asCodes } from "../../src/sync/copying";

/** An element that keeps what is written into it. */
class Element {
  textContent = "";
  private readonly inside: unknown[] = [];
  append(...more: unknown[]): void {
    this.inside.push(...more);
  }
  replaceChildren(): void {}
  setAttribute(): void {}
  addEventListener(): void {}
  toString(): string {
    return this.inside.join(" ");
  }
}

beforeEach(() => {
  const made = (): Element => new Element();
  vi.stubGlobal("document", { createElement: made, createElementNS: made });
  vi.stubGlobal("matchMedia", () => ({ matches: true }));
});
afterEach(() => void vi.unstubAllGlobals());

const items = (count: number): Item[] => Array.from({ length: count }, (_, at) => ({ body: utf8(`{"seq":${at}}`), sig: new Uint8Array(64).fill(at) }));

test("a series that holds only the oldest records says so", () => {
  const said = (count: number): string => (asCodes(items(count)).body ?? []).join(" ");

  expect(said(MOST_ITEMS + 5)).toContain(`hanya ${MOST_ITEMS} catatan terlama dari ${MOST_ITEMS + 5}`);
  expect(said(MOST_ITEMS)).not.toContain("terlama");
});
