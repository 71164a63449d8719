/**
 * Who reads codes in a picture: the browser itself where it can, else zxing in a worker.
 *
 * The browser's own reader is the fastest on cheap Android phones, and may be there without
 * working (its service is downloaded by the phone): one failure and the other one takes over.
 */

/** A frame of the camera or a photo, at its own size. */
export type Picture = HTMLVideoElement | ImageBitmap;

/** How a picture is looked at by a reader that can choose; the browser's own cannot. */
export interface Look {
  /** Longest side in pixels: smaller is faster and averages the grain of a dark room away. */
  readonly longest: number;
  /** Try what takes longer: light on dark, and smaller copies. */
  readonly hard: boolean;
}

export interface Reader {
  readonly name: "native" | "zxing";
  /** Return every text found. */
  read(picture: Picture, look: Look): Promise<string[]>;
  close(): void;
}

/** No reader could be loaded: the code has to be typed. */
export class NoReader extends Error {
  override name = "NoReader";
}

interface NativeDetector {
  detect(picture: Picture): Promise<readonly { readonly rawValue: string }[]>;
}
interface NativeDetectors {
  new (options: { formats: readonly string[] }): NativeDetector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** Return the best reader of this browser. Throws `NoReader` where there is none. */
export async function bestReader(): Promise<Reader> {
  return (await nativeReader()) ?? zxingReader();
}

/** Return the browser's own reader, null where it is missing or knows no QR. */
async function nativeReader(): Promise<Reader | null> {
  const detectors = (globalThis as { BarcodeDetector?: NativeDetectors }).BarcodeDetector;
  if (detectors === undefined) return null;
  try {
    if (!(await detectors.getSupportedFormats()).includes("qr_code")) return null;
    const detector = new detectors({ formats: ["qr_code"] });
    return new Native(detector);
  } catch {
    return null;
  }
}

class Native implements Reader {
  private other: Promise<Reader> | null = null;

  constructor(private readonly detector: NativeDetector) {}

  get name(): "native" | "zxing" {
    return this.other === null ? "native" : "zxing";
  }

  async read(picture: Picture, look: Look): Promise<string[]> {
    if (this.other !== null) return (await this.other).read(picture, look);
    try {
      return (await this.detector.detect(picture)).map((found) => found.rawValue);
    } catch {
      this.other = zxingReader();
      return this.read(picture, look);
    }
  }

  close(): void {
    void this.other?.then((reader) => reader.close());
  }
}

/** What the worker is asked, and what it answers. */
export interface Asked {
  readonly number: number;
  readonly picture: ImageData;
  readonly hard: boolean;
}
export type Answered = { readonly number: number; readonly texts: readonly string[] } | { readonly number: number; readonly failed: string };

/** Milliseconds for which a reader that nobody uses stays: the next scan often begins at once. */
const IDLE = 60_000;

/** The one worker of this page. Compiling its wasm again for each screen would cost a cheap phone seconds. */
let opened: Promise<Zxing> | null = null;
let users = 0;
let ending: ReturnType<typeof setTimeout> | undefined;

/** Return the reader of this program. Throws `NoReader` where it does not come. */
export async function zxingReader(): Promise<Reader> {
  clearTimeout(ending);
  users += 1;
  opened ??= openWorker();
  try {
    const zxing = await opened;
    return { name: "zxing", read: (picture, look) => zxing.read(picture, look), close: leaveWorker };
  } catch (error) {
    users -= 1;
    opened = null;
    throw error;
  }
}

async function openWorker(): Promise<Zxing> {
  const zxing = new Zxing(new Worker(new URL("./zxing_worker.ts", import.meta.url), { type: "module" }));
  await zxing.ready;
  return zxing;
}

function leaveWorker(): void {
  users -= 1;
  if (users > 0) return;
  ending = setTimeout(() => {
    void opened?.then((zxing) => zxing.end());
    opened = null;
  }, IDLE);
}

class Zxing {
  readonly ready: Promise<void>;
  private readonly waiting = new Map<number, { done: (texts: string[]) => void; failed: (error: Error) => void }>();
  private number = 0;
  private readonly canvas = document.createElement("canvas");

  constructor(private readonly worker: Worker) {
    this.ready = this.answer(0).then(() => undefined);
    worker.onmessage = ({ data }: MessageEvent<Answered>) => {
      const asked = this.waiting.get(data.number);
      this.waiting.delete(data.number);
      if ("failed" in data) asked?.failed(new NoReader(data.failed));
      else asked?.done([...data.texts]);
    };
    worker.onerror = (event) => {
      opened = null; // the next scan tries a new one
      for (const { failed } of this.waiting.values()) failed(new NoReader(event.message));
      this.waiting.clear();
    };
  }

  read(picture: Picture, { longest, hard }: Look): Promise<string[]> {
    const pixels = this.pixelsOf(picture, longest);
    if (pixels === null) return Promise.resolve([]);
    this.number += 1;
    const answer = this.answer(this.number);
    this.worker.postMessage({ number: this.number, picture: pixels, hard } satisfies Asked, [pixels.data.buffer]);
    return answer;
  }

  end(): void {
    this.worker.terminate();
  }

  private answer(number: number): Promise<string[]> {
    return new Promise((done, failed) => this.waiting.set(number, { done, failed }));
  }

  private pixelsOf(picture: Picture, longest: number): ImageData | null {
    const [width, height] = picture instanceof ImageBitmap ? [picture.width, picture.height] : [picture.videoWidth, picture.videoHeight];
    if (width === 0 || height === 0) return null;
    const scale = Math.min(1, longest / Math.max(width, height));
    this.canvas.width = Math.round(width * scale);
    this.canvas.height = Math.round(height * scale);
    const context = this.canvas.getContext("2d", { willReadFrequently: true });
    if (context === null) throw new NoReader("no canvas");
    context.drawImage(picture, 0, 0, this.canvas.width, this.canvas.height);
    return context.getImageData(0, 0, this.canvas.width, this.canvas.height);
  }
}
