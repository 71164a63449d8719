/**
 * Builds the phone application into the desk's static files, and writes its service worker
 * from the list of built files: what is listed opens without a network.
 */
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import type { Plugin } from "vite";
import { serviceWorker } from "./service_worker.ts";

const ROOT = fileURLToPath(new URL(".", import.meta.url));
const OUT = join(ROOT, "../src/tepat/server/static/field");

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .filter((name) => name !== "sw.js")
    .sort();
}

function writeServiceWorker(): Plugin {
  return {
    name: "write-service-worker",
    apply: "build",
    closeBundle() {
      const names = filesIn(OUT);
      const hash = createHash("sha256");
      for (const name of names) hash.update(name).update(readFileSync(join(OUT, name)));
      const version = hash.digest("hex").slice(0, 12);
      writeFileSync(join(OUT, "sw.js"), serviceWorker(names, version));
    },
  };
}

/**
 * What the first screen needs and later rooms share: one file instead of ten small ones, because
 * gzip packs words that stand together better, and a phone asks once.
 */
const SHARED = /\/src\/(log\/(bytes|canonical|envelope|keys|letters|schema|fields)|facts\/(signing|reading)|app\/(clock|words\/index|words\/id|words|router|h|icons)|handover\/loads|enrol\/place)\.ts$/;

export default defineConfig({
  root: ROOT,
  base: "./",
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "shared", test: SHARED }] } } },
  },
  plugins: [writeServiceWorker()],
  // Long enough for a busy machine: no test is about time.
  test: { include: ["test/**/*.test.ts"], testTimeout: 60_000 },
});
