/** Where the tests find their vectors. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));

/** The vectors that Python writes and both languages read. */
export function vectors<T>(name: string): T {
  return JSON.parse(readFileSync(`${ROOT}tests/vectors/${name}.json`, "utf8")) as T;
}

const PUBLISHED = `${ROOT}../shared/conformance/`;

export function published(path: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(PUBLISHED + path));
}

export function publishedText(path: string): string {
  return readFileSync(PUBLISHED + path, "utf8");
}

export function publishedLines<T>(path: string): T[] {
  const lines = publishedText(path).split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as T);
}

/** Tests on published vectors; skipped where they do not lie beside the checkout. */
export function onPublished(name: string, tests: () => void): void {
  if (existsSync(PUBLISHED)) describe(name, tests);
  else test.skip(`${name}: no published vectors beside this checkout`, () => {});
}
