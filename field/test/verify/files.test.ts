/** What is unpacked of a dropped .zip: no name twice, and never more than one can have. */
import { zipSync } from "fflate";
import { expect, test } from "vitest";
import { utf8 } from "../../src/log/bytes";
import { filesOf, LIMITS } from "../../src/verify/files";

const [LOG, BUNDLE] = [{ "log/checkpoint": utf8("a"), "log/tile": utf8("bb") }, { checkpoint: utf8("a"), "bundel.json": utf8("bb") }];

function zip(files: Record<string, Uint8Array<ArrayBuffer>>, change = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => bytes): File[] {
  return [new File([change(zipSync(files) as Uint8Array<ArrayBuffer>)], "hasil.zip")];
}

test("a log and a bundle are unpacked from where the checkpoint lies", async () => {
  expect([...(await filesOf(zip(LOG))).keys()]).toEqual(["checkpoint", "tile"]);
  expect([...(await filesOf(zip(BUNDLE))).keys()]).toEqual(["checkpoint", "bundel.json"]);
});

test.each([
  ["bytes", { files: 2, bytes: 2 }],
  ["files", { files: 1, bytes: 3 }],
])("more %s than one can have are not unpacked", async (_, less) => {
  const enough = { files: 2, bytes: 3 };
  for (const [files, of] of [[LOG, "log"], [BUNDLE, "bundle"]] as const) {
    expect((await filesOf(zip(files), { ...LIMITS, [of]: enough })).size).toBe(2);
    await expect(filesOf(zip(files), { ...LIMITS, [of]: less })).rejects.toThrow(/too m/);
  }
});

test("a name that stands twice is refused", async () => {
  const renamed = (bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
    for (let at = 0; at + 1 < bytes.length; at += 1) if (bytes[at] === 0x78 && bytes[at + 1] === 0x32) bytes[at + 1] = 0x31;
    return bytes;
  };
  await expect(filesOf(zip({ checkpoint: utf8("a"), x1: utf8("b"), x2: utf8("c") }, renamed))).rejects.toThrow("x1 twice");
});
