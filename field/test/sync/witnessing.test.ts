import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
import type { Store } from "../../src/keeping/store";
import { exportOf } from "../../src/sync/exporting";
import { promisedBy, witness } from "../../src/sync/witnessing";
import { utf8 } from "../../src/log/bytes";
import { leafHash } from "../../src/log/tree";
import { answering, gathered, LOG, officer, POLICY, storeWith, json } from "./office";

const of = officer({ role: "pkd" });
afterEach(() => vi.unstubAllGlobals());

async function supervising(): Promise<Store> {
  const store = await storeWith([], of);
  await store.set(`trust:${LOG}`, { desks: [], logKeys: [], policy: POLICY });
  return store;
}

function showing(leaves: readonly string[], consistency: readonly Uint8Array[] = [], atPost: () => Promise<void> = () => Promise.resolve()): string[] {
  return answering({ "/proofs": () => gathered(leaves, consistency), "/witness": () => atPost().then(() => json("{}")) });
}

const evidence = async (store: Store) => ((await store.setting(`evidence:${LOG}`)) ?? {}) as { before?: string; now?: string };

test("a log of the same size with another root is a fork, and both notes are kept", async () => {
  const store = await supervising();
  showing(["a"]);
  await witness(store, of);
  const promised = await promisedBy(store, of.device);
  expect(promised).toMatchObject({ size: 1, posted: 1 });
  expect(promised?.signed?.map(({ size }) => size)).toEqual([1]);

  const asked = showing(["b"]);
  await expect(witness(store, of)).rejects.toMatchObject({ why: "forked" });
  expect(asked.some((each) => each.includes("/witness"))).toBe(false);
  const { before, now } = await evidence(store);
  expect(before).toBe(promised?.signed?.[0]?.note);
  expect(now).not.toBe(before);
  expect(JSON.parse(await exportOf(store, of.device)).checkpoints).toEqual([before, now]);
});

test("a log that shows another root for a size signed long ago is one too", async () => {
  const store = await supervising();
  showing(["a"]);
  await witness(store, of);
  showing(["a", "b"], [leafHash(utf8("b"))]);
  await witness(store, of);
  expect(await promisedBy(store, of.device)).toMatchObject({ size: 2, posted: 2 });

  showing(["a"]);
  await witness(store, of);
  showing(["x"]);
  await expect(witness(store, of)).rejects.toMatchObject({ why: "forked" });
  expect((await evidence(store)).before).toContain(LOG);
});

test("of two tabs only one promises: the other one shows nobody what it signed", async () => {
  const store = await supervising();
  const asked = answering({
    "/proofs": ({ text }) => {
      expect(JSON.parse(text)).toMatchObject({ since: 0 });
      return gathered(asked.length === 1 ? ["a"] : ["b"]);
    },
    "/witness": () => json("{}"),
  });
  await Promise.allSettled([witness(store, of), witness(store, of)]);
  expect(asked.filter((each) => each.includes("/witness"))).toHaveLength(1);
  const promised = await promisedBy(store, of.device);
  expect(promised).toMatchObject({ size: 1, posted: 1 });
  expect(promised?.signed).toHaveLength(1);
});
