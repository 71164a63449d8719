/**
 * Reads QR codes off the main thread, so that the screen never waits for a frame. The script and
 * the wasm are of one package and one version; another version's wasm never reads a code.
 */
import { prepareZXingModule, readBarcodes, type ReaderOptions } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";
import type { Answered, Asked } from "./readers";

const QUICK: ReaderOptions = { formats: ["QRCode"], tryHarder: false, tryRotate: false, tryInvert: false, tryDownscale: false, textMode: "Plain" };
const HARD: ReaderOptions = { formats: ["QRCode"], tryHarder: true, tryRotate: true, tryInvert: true, tryDownscale: true, textMode: "Plain" };

const said = (answer: Answered): void => postMessage(answer);

/** What failed, as text: the main thread cannot be given an error of another thread. */
const told = (error: unknown): string => (error instanceof Error ? error.message : String(error));

addEventListener("message", async ({ data: { number, picture, hard } }: MessageEvent<Asked>) => {
  try {
    const found = await readBarcodes(picture, hard ? HARD : QUICK);
    said({ number, texts: found.filter((each) => each.isValid).map((each) => each.text) });
  } catch (error) {
    said({ number, failed: told(error) });
  }
});

/** Number 0 answers that the reader is there, or why it is not. */
prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true }).then(
  () => said({ number: 0, texts: [] }),
  (error: unknown) => said({ number: 0, failed: told(error) }),
);
