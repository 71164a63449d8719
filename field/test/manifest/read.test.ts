/** What Python wrote is read the same, or refused the same. */
import { expect, test } from "vitest";
import { Malformed, utf8 } from "../../src/log/bytes";
import { readManifest } from "../../src/manifest/read";
import type { Manifest } from "../../src/manifest/types";
import { vectors } from "../log/files";

interface Case {
  readonly shows: string;
  readonly good: boolean;
  readonly text: string;
  readonly read: Manifest | null;
}

test.each(vectors<{ cases: Case[] }>("manifests").cases)("$shows", ({ text, good, read }) => {
  if (good) expect(readManifest(utf8(text))).toEqual(read);
  else expect(() => readManifest(utf8(text))).toThrow(Malformed);
});
