import { afterEach, expect, test, vi } from "vitest";
import type { Officer } from "../../src/keeping/records";
import { ask, Silent } from "../../src/sync/asking";

const OFFICER = {
  device: "d",
  key: { kind: "bare", seed: new Uint8Array(32).buffer },
  election: "pilkada-2024",
  kabupaten: "99.01",
  servers: ["https://one.example", "https://two.example"],
} as unknown as Officer;

afterEach(() => vi.unstubAllGlobals());

/** An answer whose first line and heads come, and whose body breaks off. */
function broken(): Response {
  const body = new ReadableStream({
    start(stream) {
      stream.enqueue(new TextEncoder().encode('{"receipts": ['));
      stream.error(new TypeError("network error"));
    },
  });
  return new Response(body, { status: 200 });
}

test("an answer that breaks off is no answer", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(broken()));

  await expect(ask(OFFICER, { method: "GET", path: "/manifest" })).rejects.toBeInstanceOf(Silent);
});

test("after one that breaks off the next server is asked", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (url: string) => {
    asked.push(new URL(url).host);
    return Promise.resolve(asked.length === 1 ? broken() : new Response("{}", { headers: { ETag: "7", "Content-Type": "application/json" } }));
  });

  const answer = await ask(OFFICER, { method: "GET", path: "/manifest" });

  expect(await answer.text()).toBe("{}");
  expect(answer.headers.get("ETag")).toBe("7");
  expect(asked).toEqual(["one.example", "two.example"]);
});

test.each([
  ["a page of somebody's Wi-Fi", () => new Response("<h1>Login</h1>", { headers: { "Content-Type": "text/html" } })],
  ["a page that calls itself JSON", () => new Response("<h1>Login</h1>", { headers: { "Content-Type": "application/json" } })],
])("%s is no answer, and is not the first to be asked next time", async (_, page) => {
  const asked: string[] = [];
  const officer = { ...OFFICER, device: `e${_.length}` };
  vi.stubGlobal("fetch", (url: string) => {
    const { host } = new URL(url);
    asked.push(host);
    return Promise.resolve(host === "one.example" ? page() : new Response("{}", { headers: { "Content-Type": "application/json" } }));
  });

  await ask(officer, { method: "GET", path: "/manifest" });
  await ask(officer, { method: "GET", path: "/manifest" });

  expect(asked).toEqual(["one.example", "two.example", "two.example"]);
});
