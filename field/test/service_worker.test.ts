import { expect, test } from "vitest";
import { serviceWorker } from "../service_worker";

const script = serviceWorker(["assets/main.js", "index.html"], "abc");

test("the worker keeps every built file, and the page under its folder", () => {
  expect(script).toContain('["./assets/main.js","./"]');
  expect(script).toContain('"abc"');
  expect(() => new Function("self", "caches", "location", script)).not.toThrow();
});

interface Said {
  waitUntil(work: Promise<unknown>): void;
  readonly data?: unknown;
  readonly ports?: readonly { postMessage(value: unknown): void }[];
}

/** A worker of this version in a browser with these caches; returns how to send it events. */
function worker(version: string, stored: Map<string, Map<string, string>>) {
  const listeners = new Map<string, (event: Said) => void>();
  const told: string[] = [];
  const answers: unknown[] = [];
  const caches = {
    keys: async () => [...stored.keys()],
    has: async (name: string) => stored.has(name),
    delete: async (name: string) => stored.delete(name),
    open: async (name: string) => {
      if (!stored.has(name)) stored.set(name, new Map());
      const cache = stored.get(name) as Map<string, string>;
      return {
        addAll: async (all: Request[]) => all.forEach((each) => cache.set(each.url, "file")),
        match: async (key: string) => (cache.has(key) ? new Response(cache.get(key)) : undefined),
        put: async (key: string, value: Response) => void cache.set(key, await value.text()),
      };
    },
  };
  const self = {
    registration: { scope: "https://kpu.example/lapangan/" },
    addEventListener: (name: string, run: (event: Said) => void) => listeners.set(name, run),
    skipWaiting: async () => void told.push("skipWaiting"),
    clients: { claim: async () => void told.push("claim") },
  };
  class Asked {
    constructor(readonly url: string) {}
  }
  new Function("self", "caches", "location", "Request", serviceWorker(["index.html"], version))(self, caches, {}, Asked);
  const send = async (name: string, data?: unknown): Promise<void> => {
    const work: Promise<unknown>[] = [];
    listeners.get(name)?.({ waitUntil: (each) => work.push(each), data, ports: [{ postMessage: (value) => answers.push(value) }] });
    await Promise.all(work);
  };
  return { send, told, answers };
}

const pinOf = (stored: Map<string, Map<string, string>>) => stored.get("tepat-pin")?.get("./version");

test("a newer version takes over nothing until a page asks for it", async () => {
  const stored = new Map<string, Map<string, string>>();
  const first = worker("one", stored);
  await first.send("install");
  await first.send("activate");
  expect(pinOf(stored)).toBe("one");

  const second = worker("two", stored);
  await second.send("install");
  expect(second.told).toEqual([]);
  await second.send("activate");
  expect(pinOf(stored)).toBe("one");
  expect([...stored.keys()].sort()).toEqual(["tepat-one", "tepat-pin", "tepat-two"]);

  await second.send("message", { take: true });
  expect(pinOf(stored)).toBe("two");
  expect([...stored.keys()].sort()).toEqual(["tepat-pin", "tepat-two"]);
});

test("a worker says whether every file is kept, and fetches them anew where a browser lost one", async () => {
  const stored = new Map<string, Map<string, string>>();
  const one = worker("one", stored);
  await one.send("message", { ask: true });
  await one.send("install");
  await one.send("message", { ask: true });
  stored.get("tepat-one")?.clear();
  await one.send("message", { ask: true, fill: true });
  await one.send("message", { ask: true });

  expect(one.answers.map((each) => (each as { whole: boolean }).whole)).toEqual([false, true, false, true]);
});
