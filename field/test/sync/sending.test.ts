import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
import { sendFacts } from "../../src/sync/facts";
import { sendNotes } from "../../src/sync/notes";
import { sendPhotos } from "../../src/sync/photos";
import { accepts, answering, fact, officer, receipt, refused, storeWith, type Answer, json } from "./office";

const nothing = (): void => undefined;
afterEach(() => vi.unstubAllGlobals());

test("the desk's receipt for a spoiled copy takes nothing out of the phone, and the rest goes on", async () => {
  const facts = await Promise.all([1, 2, 3].map((seq) => fact(seq, seq === 1 ? { kind: "enrolled" } : {})));
  const store = await storeWith(facts);
  const spoiled = facts[1]!.name;
  answering({
    "/facts": async ({ names }) =>
      json(JSON.stringify({ receipts: await Promise.all(names.map((name) => receipt(name, name === spoiled ? { verdict: "quarantined", reason: "bad_signature" } : {}))) })),
    "/manifest": () => refused(403, "device_revoked"),
  });
  await expect(sendFacts(store, officer(), nothing)).rejects.toMatchObject({ name: "Alarmed", why: "receipts" });
  expect((await store.outbox()).map(({ name }) => name)).toEqual([spoiled]);
  expect(await store.removeOfficer(officer().device)).toBe(false);

  answering({ "/facts": accepts });
  await sendFacts(store, officer(), nothing);
  expect(await store.waiting()).toBe(0);
});

test("one bad record of somebody else is found, set aside, and keeps no other back", async () => {
  const own = await Promise.all([1, 2, 3].map((seq) => fact(seq, seq === 1 ? { kind: "enrolled" } : {})));
  const others = await Promise.all([1, 2, 3, 4, 5].map((seq) => fact(seq, { own: false })));
  const store = await storeWith([own[0]!, ...others, ...own.slice(1)]);
  const bad = others[3]!.name;
  const door: Answer = (request) => (request.names.includes(bad) ? refused(422, "hub_fact") : accepts(request));
  const asked = answering({ "/facts": door });
  await expect(sendFacts(store, officer(), nothing)).rejects.toMatchObject({ status: 422, code: "hub_fact" });

  expect(asked[0], "own records go first").toBe("kpu.test/facts 3");
  expect((await store.outbox()).map(({ name }) => name)).toEqual([bad]);
  expect([await store.setAside(officer().device), await store.waiting(), await store.waiting(officer().device)]).toEqual([{ [bad]: "hub_fact" }, 0, 0]);
  asked.length = 0;
  await sendFacts(store, officer(), nothing);
  expect(asked, "it is not sent again by itself").toEqual([]);
  expect(await store.removeOfficer(officer().device)).toBe(true);
  expect(await store.outbox()).toEqual([]);
});

test("an own record that is refused stays to be sent, and the others go", async () => {
  const own = await Promise.all([1, 2, 3].map((seq) => fact(seq, seq === 1 ? { kind: "enrolled" } : {})));
  const store = await storeWith(own);
  const bad = own[1]!.name;
  answering({ "/facts": (request) => (request.names.includes(bad) ? refused(400, "batch_unreadable") : accepts(request)) });
  await expect(sendFacts(store, officer(), nothing)).rejects.toMatchObject({ status: 400 });
  expect([(await store.outbox()).map(({ name }) => name), await store.waiting()]).toEqual([[bad], 1]);
  expect(await store.removeOfficer(officer().device)).toBe(false);
});

test.each([[401, "request_signature"], [403, "device_revoked"], [426, "protocol_other"]])(
  "a refusal of who sends (%i) sets nobody's record aside",
  async (status, code) => {
    const store = await storeWith([await fact(1, { kind: "enrolled" }), await fact(1, { own: false })]);
    const asked = answering({ "/facts": () => refused(status, code) });
    await expect(sendFacts(store, officer(), nothing)).rejects.toMatchObject({ status });
    expect([asked.length, await store.waiting()]).toEqual([1, 2]);
  },
);

test("a photo and words that are refused keep no other back", async () => {
  const [enrolled, used] = [await fact(1, { kind: "enrolled" }), await fact(2)];
  const store = await storeWith([enrolled]);
  const { device } = officer();
  const photos = ["a", "b", "c"].map((sha256) => ({ sha256, device, fact: "", type: "image/jpeg", bytes: new ArrayBuffer(3), sent: 0, done: false }));
  const notes = ["x", "y", "z"].map((hash) => ({ hash, device, fact: "", salt: "00", text: hash, done: false }));
  await store.append(used, { seq: 1, prev: enrolled.name }, { photos, notes });
  answering({
    "/facts": accepts,
    "/photos/a": () => refused(422, "photo_kind"),
    "/photos": () => json('{"offset":3,"complete":true}'),
    "/notes": ({ text }) => {
      const sent = (JSON.parse(text) as { notes: { hash: string }[] }).notes.map(({ hash }) => hash);
      return sent.includes("y") ? refused(422, "notes_unreadable") : json(JSON.stringify({ kept: sent }));
    },
  });
  await sendFacts(store, officer(), nothing);
  await expect(sendPhotos(store, officer(), nothing)).rejects.toMatchObject({ code: "photo_kind" });
  await expect(sendNotes(store, officer(), nothing)).rejects.toMatchObject({ code: "notes_unreadable" });
  expect([await store.photosTodo(device), (await store.notesTodo(device)).map(({ hash }) => hash)]).toEqual([["a"], ["y"]]);
});
