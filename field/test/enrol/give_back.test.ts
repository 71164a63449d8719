import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Context } from "../../src/app/context";
import { words } from "../../src/app/words";
import { giveBack } from "../../src/enrol/people";
import type { Store } from "../../src/keeping/store";
import { fact, officer, storeWith } from "../sync/office";

const made = (): object => ({ append: () => undefined, setAttribute: () => undefined, addEventListener: () => undefined, click: () => undefined });
let shared: (() => Promise<void>) | undefined;

beforeEach(() => {
  vi.stubGlobal("document", { createElement: made, createElementNS: made });
  vi.stubGlobal("navigator", { canShare: () => true, share: () => shared?.() });
});
afterEach(() => vi.unstubAllGlobals());

const screen = async (store: Store) => giveBack({ store, officer: officer(), now: () => new Date(0), redraw: () => undefined, turn: () => Promise.resolve() } as unknown as Context);
const settled = { receipt: { body: "{}", sig: "" }, number: 1, verdict: "accepted", reason: null } as const;

test("what has no proof is deleted only after a copy of it was handed over", async () => {
  const [enrolled, late] = [await fact(1, { kind: "enrolled" }), await fact(2)];
  const store = await storeWith([enrolled]);
  expect((await screen(store)).heading).toBe(words().giveBack.notYet);
  await store.settle([{ ...enrolled, ...settled }]);

  const [save, remove] = [words().records.export, words().giveBack.remove];
  const first = await screen(store);
  expect([first.heading, first.go?.label]).toEqual([words().giveBack.safe, save]);

  shared = () => Promise.reject(new DOMException("closed", "AbortError"));
  await first.go?.run();
  expect((await screen(store)).go?.label, "who closes the sheet saved nothing").toBe(save);
  shared = () => Promise.resolve();
  await (await screen(store)).go?.run();
  expect((await screen(store)).go?.label).toBe(remove);

  await store.append(late, { seq: 1, prev: enrolled.name });
  await store.settle([{ ...late, ...settled }]);
  expect((await screen(store)).go?.label, "the copy does not hold the new record").toBe(save);
  await store.prove(new Map([[enrolled.name, "proof"], [late.name, "proof"]]));
  const last = await screen(store);
  expect(last.go?.label).toBe(remove);
  await last.go?.run();
  expect(await store.officers()).toEqual([]);
});
