/** What was counted of one load stays, whatever is counted next. */
import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import type { OfficerContext } from "../../src/app/context";
import { Store } from "../../src/keeping/store";
import { countKey, extraOf, missingOf, type Counted } from "../../src/tasks/counting";

test("one box of a second load wipes nothing of the first, and each count ends alone", async () => {
  const store = await Store.open("counts");
  const context = { store, officer: { device: "d" } } as unknown as OfficerContext;
  const counted = (list: string, codes: readonly string[], extra: readonly string[] = []): Promise<void> => store.keepDraft(countKey(context, list), { at: 1, list, counted: codes, extra } satisfies Counted);
  await counted("one", ["A", "B"], ["X"]);
  await counted("two", ["Z"]);
  expect(await missingOf(context, "one", ["A", "B", "C"])).toEqual(["C"]);
  expect(await extraOf(context, "one", ["A", "B", "C"])).toEqual(["X"]);

  await store.dropDraft(countKey(context, "two"));
  expect(await missingOf(context, "one", ["A", "B", "C"])).toEqual(["C"]);
  expect(await missingOf(context, "two", ["Y", "Z"])).toEqual([]);
});
