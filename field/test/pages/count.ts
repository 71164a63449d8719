/**
 * A page for tests in a browser: the screen that counts a load, in the frame of the phone. The test
 * calls `count(load)`; what was kept, and when, stays where it can read it.
 */
import { h } from "../../src/app/h";
import { frame } from "../../src/app/screen";
import { speak, type Language } from "../../src/app/words";
import type { Load } from "../../src/scan/checking";
import { Counting, scanScreen, type ScanWork } from "../../src/scan/screen";

interface Asked {
  readonly boxes: readonly string[];
  readonly loads?: Readonly<Record<string, string>>;
  readonly bound?: Readonly<Record<string, string>>;
  readonly language?: Language;
}

const kept: { code: string; how: string; at: number }[] = [];
const short: (readonly string[])[] = [];
const arrived: unknown[] = [];
const status = { reach: { is: "offline" }, waiting: 2 } as const;

async function count(asked: Asked): Promise<void> {
  await speak(asked.language ?? "id");
  const load: Load = {
    tag: "P24",
    area: "99.01.02.2003",
    boxes: new Set(asked.boxes),
    loads: new Map(Object.entries(asked.loads ?? {})),
    bound: new Map(Object.entries(asked.bound ?? {})),
  };
  let leave: (() => void) | undefined;
  const work: ScanWork = {
    title: "Pindai kotak",
    counting: new Counting(load),
    names: {
      regions: new Map([["99.01.02.2003", "Contoh"], ["99.01.02.2004", "Sungai Contoh"]]),
      kinds: new Map([["GUB", "Gubernur"], ["BUP", "Bupati"]]),
    },
    here: "Contoh",
    keep: (code, how) => {
      if (Object.hasOwn(globalThis, "storageIsFull")) throw new DOMException("full", "QuotaExceededError");
      kept.push({ code, how, at: performance.now() });
    },
    next: { label: "Periksa segel", run: () => document.body.append(h("p.done", {}, "done")) },
    short: { label: "Laporkan kurang", run: (missing) => short.push(missing) },
    arrived: { label: "Catat sudah turun", run: (verdict) => arrived.push(verdict) },
    redraw: draw,
  };

  function draw(): void {
    leave?.();
    const screen = scanScreen(work);
    leave = screen.leave;
    document.getElementById("app")?.replaceChildren(frame(screen, status, String));
  }

  draw();
}

Object.assign(globalThis, { count, kept, short, arrived });
