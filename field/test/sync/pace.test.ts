import { expect, test } from "vitest";
import { pauseOf, retryAfterOf } from "../../src/sync/pace";

const at = new Date("2024-11-25T08:00:00Z");

test("each failure doubles the pause, up to a quarter of an hour", () => {
  const pauses = [1, 2, 3, 20].map((failures) => pauseOf({ failures, retryAfter: null }, 1));
  expect(pauses).toEqual([15_000, 30_000, 60_000, 900_000]);
});

test("phones that lost the same network do not come back at one moment", () => {
  const some = [0, 0.25, 0.5, 1].map((chance) => pauseOf({ failures: 3, retryAfter: null }, chance));
  expect(new Set(some).size).toBe(4);
  expect(Math.min(...some)).toBeGreaterThanOrEqual(30_000);
});

test.each([0, 0.5, 1])("nobody comes sooner than the server asked (chance %f)", (chance) => {
  expect(pauseOf({ failures: 1, retryAfter: 120 }, chance)).toBeGreaterThanOrEqual(120_000);
});

test.each([
  ["30", 30],
  ["Mon, 25 Nov 2024 08:02:00 GMT", 120],
  ["Mon, 25 Nov 2024 07:00:00 GMT", 0],
  ["999999", 86_400],
  ["soon", null],
  ["", null],
  [null, null],
])("Retry-After %s is %s seconds", (header, seconds) => {
  expect(retryAfterOf(header, at)).toBe(seconds);
});
