/**
 * The text of the phone's service worker.
 *
 * In: the built files and a version that changes with any of them. Out: a script that keeps
 * exactly those files and answers from them first. A newer version lies beside the older one
 * until a page says `{take: true}`: a phone with an outbox goes on with what it has, also
 * when it was switched off in between. Requests for data are not touched: they go to the
 * server or fail, and the outbox waits.
 */
export function serviceWorker(files: readonly string[], version: string): string {
  const shell = files.map((name) => (name === "index.html" ? "./" : `./${name}`));
  return `const VERSION = "${version}";
const SHELL = ${JSON.stringify(shell)};
const PIN = "tepat-pin";
const scope = new URL(self.registration.scope).pathname;

/** The version that pages are answered from: the first one, until a page takes another. */
async function pinned() {
  const kept = await (await caches.open(PIN)).match("./version");
  if (!kept) return null;
  const version = await kept.text();
  return (await caches.has("tepat-" + version)) ? version : null;
}

async function pin(version) {
  await (await caches.open(PIN)).put("./version", new Response(version));
}

/** Forget the versions that nobody is answered from and that do not wait. */
async function tidy() {
  const keep = ["tepat-" + (await pinned()), "tepat-" + VERSION, PIN];
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("tepat-") && !keep.includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** Keep every file, all or none. */
async function fill() {
  await (await caches.open("tepat-" + VERSION)).addAll(SHELL.map((name) => new Request(name, { cache: "reload" })));
  if ((await pinned()) === null) await pin(VERSION);
}

/** Whether every file lies here, of the version that pages are answered from. */
async function isWhole(version) {
  if (version === null) return false;
  if (version !== VERSION) return true;
  const cache = await caches.open("tepat-" + version);
  return (await Promise.all(SHELL.map((name) => cache.match(name)))).every(Boolean);
}

self.addEventListener("install", (event) => event.waitUntil(fill()));

self.addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()));
});

self.addEventListener("message", (event) => {
  if (event.data === null || typeof event.data !== "object") return;
  const answer = (value) => event.ports[0] && event.ports[0].postMessage(value);
  if (event.data.ask) event.waitUntil(pinned().then(async (kept) => {
    const whole = await isWhole(kept);
    answer({ pinned: kept, version: VERSION, whole });
    if (event.data.fill && !whole) await fill();
  }));
  if (event.data.take) event.waitUntil(self.skipWaiting().then(() => pin(VERSION)).then(tidy).then(() => answer({ taken: VERSION })));
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const asked = new URL(event.request.url);
  if (asked.origin !== location.origin || !asked.pathname.startsWith(scope)) return;
  event.respondWith(
    pinned().then(async (version) => {
      const kept = await caches.open("tepat-" + (version ?? VERSION));
      return (await kept.match(asked.pathname)) ?? fetch(event.request);
    }),
  );
});
`;
}
