import { afterEach, expect, test, vi } from "vitest";
import type { Officer } from "../../src/keeping/records";
import { ask, Said, Silent } from "../../src/sync/asking";

let number = 0;
const officer = (): Officer => ({
  device: `d${(number += 1)}`, election: "contoh-2029", kabupaten: "99.01", servers: ["https://hall.test", "https://kpu.test"],
  key: { kind: "bare", seed: new Uint8Array(32).fill(7).buffer },
}) as unknown as Officer;

/** The hall's address answers so; KPU's answers well. */
function answering(hall: () => Response): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(new URL(url).host);
    return Promise.resolve(url.startsWith("https://hall") ? hall() : new Response("{}", { headers: { "Content-Type": "application/json" } }));
  });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

test.each([403, 404, 500])("a page that says %i and is none of ours keeps nobody from the next server", async (status) => {
  const asked = answering(() => new Response("<h1>Wi-Fi hotel</h1>", { status }));
  expect((await ask(officer(), { method: "GET", path: "/manifest" })).ok).toBe(true);
  expect(asked).toEqual(["hall.test", "kpu.test"]);
});

test("what our own server refuses, another would refuse too", async () => {
  answering(() => new Response('{"code":"device_revoked","sentence":"Kunci dicabut."}', { status: 403 }));
  await expect(ask(officer(), { method: "GET", path: "/manifest" })).rejects.toMatchObject({ status: 403, code: "device_revoked" });
});

test("a proxy that finds a batch too large says so, and the batch is halved", async () => {
  answering(() => new Response("<h1>413</h1>", { status: 413 }));
  await expect(ask(officer(), { method: "POST", path: "/facts", body: "{}" })).rejects.toBeInstanceOf(Said);
});

test("nobody of ours anywhere is silence", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("", { status: 404 })));
  await expect(ask(officer(), { method: "GET", path: "/manifest" })).rejects.toBeInstanceOf(Silent);
});
