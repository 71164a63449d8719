import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
import { sendFacts } from "../../src/sync/facts";
import { accepts, answering, fact, officer, receipt, refused, storeWith } from "./office";

const nothing = (): void => undefined;
afterEach(() => vi.unstubAllGlobals());

test("the desk's receipt for a spoiled copy takes nothing out of the phone, and the rest goes on", async () => {
  const facts = await Promise.all([1, 2, 3].map((seq) => fact(seq, seq === 1 ? { kind: "enrolled" } : {})));
  const store = await storeWith(facts);
  const spoiled = facts[1]!.name;
  answering({
    "/facts": async ({ names }) =>
      new Response(JSON.stringify({ receipts: await Promise.all(names.map((name) => receipt(name, name === spoiled ? { verdict: "quarantined", reason: "bad_signature" } : {}))) })),
    "/manifest": () => refused(403, "device_revoked"),
  });
  await expect(sendFacts(store, officer(), nothing)).rejects.toMatchObject({ name: "Alarmed", why: "receipts" });
  expect((await store.outbox()).map(({ name }) => name)).toEqual([spoiled]);
  expect(await store.removeOfficer(officer().device)).toBe(false);

  answering({ "/facts": accepts });
  await sendFacts(store, officer(), nothing);
  expect(await store.waiting()).toBe(0);
});
