import { expect, test } from "vitest";
import { id } from "../../src/app/words/id";
import { reachOf } from "../../src/sync/reach";

const NOON = new Date(2029, 10, 20, 12, 5).getTime();

test("a network alone is no server: what is said follows from the last try", () => {
  expect(reachOf(false, { tried: NOON, reached: NOON })).toEqual({ is: "offline" });
  expect(reachOf(true, null)).toEqual({ is: "network" });
  expect(reachOf(true, { tried: 0, reached: 0 })).toEqual({ is: "network" });
  expect(reachOf(true, { tried: NOON, reached: 0 })).toEqual({ is: "silent" });
  expect(reachOf(true, { tried: NOON, reached: NOON })).toEqual({ is: "reached", hour: "12.05" });
});

test("the hour is the one of the kabupaten, wherever the phone believes to be", () => {
  const at = Date.UTC(2024, 10, 20, 4, 5);
  expect(reachOf(true, { tried: at, reached: at }, "Asia/Makassar")).toEqual({ is: "reached", hour: "12.05" });
  expect(reachOf(true, { tried: at, reached: at }, "Asia/Jayapura")).toEqual({ is: "reached", hour: "13.05" });
});

test("the words fit beside the name of a place on 360 pixels", () => {
  const { reach } = id.status;
  for (const text of [reach.offline, reach.network, reach.silent, reach.reached("23.59")]) expect(text.length).toBeLessThanOrEqual(20);
});
