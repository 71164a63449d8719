import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { programKept, wayNow, workerRegistered } from "../../src/app/secure";
import { failed, sentence } from "../../src/app/start";
import { keptBy } from "../../src/app/update";
import { readiness } from "../../src/tasks/home";

/** A worker that answers whether it has everything. */
function active(whole: () => boolean): ServiceWorker {
  const postMessage = (_: unknown, [port]: MessagePort[]) => port?.postMessage({ pinned: "a", version: "a", whole: whole() });
  return { postMessage } as unknown as ServiceWorker;
}

/** A browser whose registrations are these, one after the other; an error is thrown. */
function workers(...found: (ServiceWorker | null | Error)[]): ServiceWorkerContainer {
  const register = async (): Promise<unknown> => {
    const next = found.length > 1 ? found.shift() : found[0];
    if (next instanceof Error) throw next;
    return { active: next };
  };
  return { register, ready: new Promise(() => undefined), controller: null } as unknown as ServiceWorkerContainer;
}

/** An element that keeps what is written into it. */
class Element {
  private readonly inside: unknown[] = [];
  append(...more: unknown[]): void {
    this.inside.push(...more);
  }
  setAttribute(): void {}
  toString(): string {
    return this.inside.join(" ");
  }
}

const noParts = vi.fn(async () => true);
const pause = async (): Promise<void> => undefined;

beforeEach(() => {
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("location", { hostname: "tepat.kpu.example" });
  const made = (): Element => new Element();
  vi.stubGlobal("document", { createElement: made, createElementNS: made });
  noParts.mockClear();
  workerRegistered(true);
});
afterEach(() => void vi.unstubAllGlobals());

test("a registered worker that still fetches is not called kept, and a whole one is", async () => {
  const said: boolean[] = [];
  let full = false;
  const fetching = active(() => full);
  await keptBy(workers(null, null, fetching), () => said.push(programKept()), noParts, async () => {
    said.push(programKept());
    full = said.length > 2;
  });

  expect(said).toEqual([false, false, false, true]);
  expect(wayNow()).toBe("official");
  expect(noParts).not.toHaveBeenCalled();
});

test("an installation that broke off is begun again", async () => {
  const register = vi.fn(async () => (register.mock.calls.length < 4 ? { active: null } : { active: active(() => true) }));
  await keptBy({ register, ready: new Promise(() => undefined) } as unknown as ServiceWorkerContainer, () => undefined, noParts, pause);

  expect(register).toHaveBeenCalledTimes(4);
  expect(programKept()).toBe(true);
});

test("where no worker is allowed every part is loaded into the page, until all came", async () => {
  const parts = vi.fn(async () => parts.mock.calls.length === 3);
  const changed = vi.fn();
  await keptBy(workers(new DOMException("certificate", "SecurityError")), changed, parts, pause);

  expect(parts).toHaveBeenCalledTimes(3);
  expect(changed).toHaveBeenCalledOnce();
  expect([wayNow(), programKept()]).toEqual(["quick", false]);

  await keptBy(undefined, () => undefined, noParts, pause);
  expect(noParts).toHaveBeenCalledOnce();
});

test("the first screen says to stay connected until the program is kept", async () => {
  const store = { manifest: async () => ({ fetched: "2024-11-12T08:00:00Z" }) };
  const manifest = { places: [], zone: "Asia/Makassar" };
  const said = async () => String((await readiness({ store } as never, {} as never, manifest as never)) as unknown);

  expect(await said()).toContain("Program sedang disimpan");
  workerRegistered(true, true);
  expect(await said()).toContain("Siap tanpa sinyal");
  expect(await said()).not.toContain("sedang disimpan");
});

test.each(["Failed to fetch dynamically imported module: https://x/a.js", "error loading dynamically imported module", "Importing a module script failed."])("a lost part is said in words with one next step: %s", (message) => {
  const again = vi.fn();
  const screen = failed(new TypeError(message), again);

  expect(sentence(new TypeError(message))).toContain("Coba lagi");
  expect(sentence(new TypeError(message))).not.toContain("TypeError");
  expect(screen.go?.label).toBe("Coba lagi");
  screen.go?.run();
  expect(again).toHaveBeenCalledOnce();
  expect(failed(new TypeError("x is undefined"), again).go?.label).toBe("Muat ulang");
});
