/**
 * The camera as a stream of texts: opened, read frame by frame, and closed again. Nothing here
 * knows what a text means; the same text comes as often as it is seen.
 */
import { bestReader, NoReader, type Look, type Reader } from "./readers";

/** Why nothing is read: the person said no, there is no camera, another program has it, the page is
 * not secure, or no reader could be loaded. */
export type Trouble = "refused" | "no_camera" | "busy" | "insecure" | "no_reader";

export interface Listeners {
  readonly onText: (text: string) => void;
  readonly onTrouble: (trouble: Trouble) => void;
  /** The picture is there; whether the camera has a lamp. */
  readonly onReady?: (lamp: boolean) => void;
}

export interface Scanning {
  stop(): void;
  /** Switch the lamp; returns whether it is on now. */
  torch(on: boolean): Promise<boolean>;
}

/** Milliseconds from one frame that is read to the next: more often would only warm the phone. */
const BETWEEN = 60;
/** And for so long the page gets its turn, however slow the reader is. */
const LEAST = 10;
/** How one frame after the other is looked at while nothing is found: near, far, dark, then all. */
const LOOKS: readonly Look[] = [
  { longest: 640, hard: false },
  { longest: 960, hard: false },
  { longest: 640, hard: false },
  { longest: 1280, hard: true },
];
const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
};

/** What browsers know of a camera beside the standard. */
interface Lamp {
  readonly torch?: boolean;
  readonly focusMode?: readonly string[];
}

/** Begin to scan into `video`. What goes wrong is told once, in one word. */
export function scanning(video: HTMLVideoElement, listeners: Listeners): Scanning {
  const session = new Session(video, listeners);
  void session.run();
  return session;
}

class Session implements Scanning {
  private stopped = false;
  private stream: MediaStream | null = null;
  private reader: Reader | null = null;

  constructor(private readonly video: HTMLVideoElement, private readonly listeners: Listeners) {}

  async run(): Promise<void> {
    try {
      // Both at once: the wasm of the reader is compiled while the person answers the browser.
      const [reader] = await Promise.all([this.openReader(), this.openCamera()]);
      if (this.stopped) return;
      this.listeners.onReady?.(this.hasLamp());
      await this.readFrames(reader);
    } catch (error) {
      if (!this.stopped) this.listeners.onTrouble(troubleOf(error));
      this.stop();
    }
  }

  stop(): void {
    this.stopped = true;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.video.srcObject = null;
    this.reader?.close();
    this.stream = this.reader = null;
  }

  async torch(on: boolean): Promise<boolean> {
    const track = this.track();
    if (track === undefined || !this.hasLamp()) return false;
    try {
      await track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
      return on;
    } catch {
      return false;
    }
  }

  private async openReader(): Promise<Reader> {
    const reader = await bestReader();
    if (this.stopped) reader.close();
    else this.reader = reader;
    return reader;
  }

  private async openCamera(): Promise<void> {
    const devices: MediaDevices | undefined = navigator.mediaDevices;
    if (devices === undefined) throw new DOMException("no camera here", isSecureContext ? "NotFoundError" : "SecurityError");
    const stream = await devices.getUserMedia(WANTED);
    if (this.stopped) {
      for (const track of stream.getTracks()) track.stop();
      return;
    }
    this.stream = stream;
    this.video.srcObject = stream;
    this.video.muted = this.video.playsInline = true;
    await this.video.play();
    await this.keepSharp();
  }

  /** Boxes come near and go: a camera that can focus by itself is asked to. */
  private async keepSharp(): Promise<void> {
    const track = this.track();
    if (track === undefined || !(this.can().focusMode ?? []).includes("continuous")) return;
    await track.applyConstraints({ advanced: [{ focusMode: "continuous" } as MediaTrackConstraintSet] }).catch(() => undefined);
  }

  private async readFrames(reader: Reader): Promise<void> {
    let began = performance.now();
    for (let empty = 0; !this.stopped; ) {
      await pause(Math.max(LEAST, began + BETWEEN - performance.now()));
      began = performance.now();
      if (document.hidden || this.video.readyState < 2) continue;
      if (this.track()?.readyState === "ended") throw new DOMException("the camera went away", "NotReadableError");
      const texts = await reader.read(this.video, LOOKS[empty % LOOKS.length] as Look);
      empty = texts.length === 0 ? empty + 1 : 0;
      for (const text of texts) if (!this.stopped) this.listeners.onText(text);
    }
  }

  private track(): MediaStreamTrack | undefined {
    return this.stream?.getVideoTracks()[0];
  }

  private hasLamp(): boolean {
    return this.can().torch === true;
  }

  private can(): Lamp {
    return (this.track()?.getCapabilities?.() ?? {}) as Lamp;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

/** The word for what a browser threw. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof NoReader) return "no_reader";
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError") return "refused";
  if (name === "SecurityError") return "insecure";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "no_camera";
  return "busy";
}
