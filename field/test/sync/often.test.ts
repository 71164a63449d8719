import "fake-indexeddb/auto";
import { expect, test } from "vitest";
import { Store } from "../../src/keeping/store";
import { atTimes, isDue, LIST, pauseOfProofs } from "../../src/sync/often";

const HOUR = 3_600_000;

test("a person who presses is heard; the timer asks once an hour, an opened page sooner", () => {
  const [last, often] = [100 * HOUR, LIST];
  expect(isDue("pressed", last, last + 1, often)).toBe(true);
  expect(isDue("timer", last, last + HOUR - 1, often)).toBe(false);
  expect(isDue("timer", last, last + HOUR, often)).toBe(true);
  expect(isDue("opened", last, last + HOUR / 4 - 1, often)).toBe(false);
  expect(isDue("opened", last, last + HOUR / 4, often)).toBe(true);
  expect(isDue("loaded", last, last, often)).toBe(true);
  expect(isDue("timer", 0, 9e12, often), "before the first").toBe(true);
  expect(isDue("timer", last, last - HOUR, often), "the clock was set back").toBe(true);
  expect(isDue("timer", last, last - 5_000, often), "the clock was put right").toBe(false);
  expect(isDue("loaded", last, last - 5_000, often), "a page that was loaded asks all the same").toBe(true);
});

test("proofs that do not come are asked for less and less, at least twice an hour", () => {
  expect([0, 1, 2, 3, 9].map(pauseOfProofs)).toEqual([0, 300_000, 600_000, 1_200_000, 1_800_000]);
});

test("when it was done outlives the page; what failed was not done", async () => {
  const store = await Store.open("often");
  let done = 0;
  const work = async (): Promise<void> => {
    done += 1;
    if (done === 1) throw new Error("silent");
  };
  await expect(atTimes(store, "listed:d", "timer", 9e12, LIST, work)).rejects.toThrow();
  await atTimes(store, "listed:d", "timer", 9e12, LIST, work);
  await atTimes(store, "listed:d", "timer", 9e12 + 1, LIST, work);
  expect(done).toBe(2);
});
