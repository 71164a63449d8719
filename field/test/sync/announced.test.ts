import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
import { announce, listIn, markRead, unread } from "../../src/sync/announced";
import { answering, json, officer, refused, storeWith } from "./office";

const NOW = new Date("2029-11-20T08:00:00Z");
const one = { number: 2, version: 1, text: "<b>Air naik</b>", by: "Desk Pilkada", at: "2029-11-20T07:00:00Z", until: "2029-11-21T00:00:00Z", read: false };

afterEach(() => vi.unstubAllGlobals());

test("an announcement stands until it was read, and its receipt goes with the next try", async () => {
  const store = await storeWith([]);
  const said: string[] = [];
  answering({ "/announcements": ({ method, text }) => (said.push(`${method} ${text}`), json(JSON.stringify({ announcements: [{ ...one, read: method === "POST" }] }))) });
  const at = NOW.getTime();
  await announce(store, officer(), "loaded", at, () => undefined);
  const [told] = await unread(store, officer().device, NOW);
  expect(told?.text).toBe("<b>Air naik</b>");
  expect(await unread(store, officer().device, new Date("2029-11-21T00:00:01Z"))).toEqual([]);

  await markRead(store, officer().device, one);
  expect(await unread(store, officer().device, NOW)).toEqual([]);
  await announce(store, officer(), "timer", at + 1, () => undefined);
  await announce(store, officer(), "timer", at + 2, () => undefined);
  expect(said).toEqual(["GET ", 'POST {"read":[[2,1]]}']);
});

test("a receipt waits where no server takes it, and an older server is no trouble", async () => {
  const store = await storeWith([]);
  await markRead(store, officer().device, one);
  answering({ "/announcements": () => new Response("", { status: 503 }) });
  await expect(announce(store, officer(), "loaded", 1, () => undefined)).rejects.toThrow();
  answering({ "/announcements": () => refused(404, "page_unknown") });
  await announce(store, officer(), "loaded", 2, () => undefined);
  let text = "";
  answering({ "/announcements": (request) => ((text = request.text), json('{"announcements":[]}')) });
  await announce(store, officer(), "loaded", 3, () => undefined);
  expect(text).toBe('{"read":[[2,1]]}');
});

test("what has another form is left out", () => {
  expect(listIn(null)).toEqual([]);
  expect(listIn({ announcements: [one, null, { ...one, text: 7 }, { ...one, number: "2" }] })).toEqual([one]);
});
