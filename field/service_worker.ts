/**
 * The text of the phone's service worker.
 *
 * In: the built files and a version that changes with any of them. Out: a script that keeps
 * exactly those files, answers from them first, and throws older versions away. Requests for
 * data are not touched: they go to the server or fail, and the outbox waits.
 */
export function serviceWorker(files: readonly string[], version: string): string {
  const shell = files.map((name) => (name === "index.html" ? "./" : `./${name}`));
  return `const CACHE = "tepat-${version}";
const SHELL = ${JSON.stringify(shell)};

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches.open(CACHE).then((cache) => cache.addAll(SHELL)).then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("tepat-") && name !== CACHE;
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const asked = new URL(event.request.url);
  const kept = SHELL.map((name) => new URL(name, self.registration.scope).pathname);
  if (asked.origin !== location.origin || !kept.includes(asked.pathname)) return;
  event.respondWith(
    caches.open(CACHE).then(async (cache) => (await cache.match(asked.pathname)) ?? fetch(event.request)),
  );
});
`;
}
