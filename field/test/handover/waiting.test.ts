import { describe, expect, test } from "vitest";
import { ASKED_FOR, nextLook } from "../../src/handover/waiting";

const calm = { since: 0, failures: 0, retryAfter: null };

describe("a screen that waits", () => {
  test("asks every three to five seconds", () => {
    expect(nextLook(calm, 0)).toEqual({ pause: 3_000, asks: true });
    expect(nextLook(calm, 1)).toEqual({ pause: 5_000, asks: true });
  });

  test("asks less often the longer nobody answers, and at most once a minute", () => {
    const pauses = [0, 1, 2, 3, 9].map((failures) => nextLook({ ...calm, failures }, 0.5).pause);
    expect(pauses).toEqual([4_000, 8_000, 16_000, 32_000, 60_000]);
  });

  test("comes back no sooner than a busy server said, and not all phones at once", () => {
    expect(nextLook({ ...calm, failures: 1, retryAfter: 40 }, 0).pause).toBe(40_000);
    expect(nextLook({ ...calm, failures: 1, retryAfter: 40 }, 1).pause).toBe(52_000);
  });

  test("stops asking after some minutes, and goes on looking at what a sync brought", () => {
    expect(nextLook({ ...calm, since: ASKED_FOR }, 0.5)).toEqual({ pause: 10_000, asks: false });
    expect(nextLook({ ...calm, since: ASKED_FOR - 10_000, retryAfter: 60 }, 0).asks).toBe(false);
  });
});
