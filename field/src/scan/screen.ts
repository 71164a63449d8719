/**
 * The screen that counts a load: camera, what is left, the last code, and red where a box is wrong.
 *
 * The count lives in a `Counting` that the caller keeps, so that a screen may come and go. A box
 * is told to the caller before it is told to the person: what beeped is kept.
 */
import { h } from "../app/h";
import { icon, type Icon } from "../app/icons";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { scanning, type Scanning, type Trouble } from "./camera";
import { check, commonStart, isWrong, missing, type Load, type Verdict } from "./checking";
import { readable } from "./codes";
import { meaning } from "./meaning";
import { boxBrief, boxShort, type Names } from "./names";
import { readPhoto } from "./photo";
import { Sight } from "./sight";
import { Signals, type Signal } from "./signals";
import { typingDialog } from "./typing";
import { wrongDialog } from "./wrong";

export type How = "camera" | "photo" | "typed";

/** A load and how far its count has come. */
export class Counting {
  readonly counted: Set<string>;

  constructor(readonly load: Load, counted: Iterable<string> = []) {
    this.counted = new Set(counted);
  }

  get isWhole(): boolean {
    return this.counted.size >= this.load.boxes.size;
  }
}

export interface ScanWork {
  readonly title: string;
  readonly counting: Counting;
  readonly names: Names;
  /** For whom the load is, as in "Bukan untuk Salikung". */
  readonly here: string;
  /** Keep that `code` was counted. What is thrown takes the box out of the count again. */
  readonly keep: (code: string, how: How) => void | Promise<void>;
  /** The step after the count; closed until nothing is missing. */
  readonly next: { readonly label: string; readonly run: () => unknown };
  /** What may be done while boxes are missing. */
  readonly short?: { readonly label: string; readonly run: (missing: readonly string[]) => unknown };
  /** A wrong box that has come all the same: it is recorded, never lost. */
  readonly arrived?: { readonly label: string; readonly run: (verdict: Verdict) => unknown };
  readonly redraw: () => void;
}

/** Above so many boxes the missing ones are listed on demand. */
const SHOWN = 6;

/** Return the screen of `work`: the camera while boxes are missing, then that all are here. */
export function scanScreen(work: ScanWork): Screen {
  const { counting, title, next } = work;
  const all = counting.load.boxes.size;
  if (counting.isWhole) {
    const { scan } = words();
    return { title, icon: { name: "tepat" }, heading: scan.all(all), body: boxes(work), go: next };
  }
  return new LiveScan(work).screen();
}

class LiveScan {
  private readonly sight = new Sight();
  private readonly signals = new Signals();
  private readonly video = h("video", { muted: true, playsinline: true, "aria-hidden": "true" });
  private readonly lamp = h("button.lamp", { type: "button", "aria-pressed": "false", hidden: true, onclick: () => void this.switchLamp() }, words().scan.lamp);
  private readonly view = h("div.view.scan");
  private readonly number = h("b", { "aria-hidden": "true" });
  private readonly of = h("small");
  private readonly last = h("p.last", { role: "status" });
  private readonly list = h("div");
  private camera: Scanning | null = null;
  private wake: Promise<WakeLockSentinel | null> | null = null;
  /** A dialog is open: what the camera sees meanwhile is not for the count. */
  private busy = false;
  /** Boxes that are counted and not yet kept. */
  private keeping = 0;

  constructor(private readonly work: ScanWork) {}

  screen(): Screen {
    const { work } = this;
    const { scan } = words();
    this.live();
    this.say("belum", scan.opening);
    this.update();
    const left = h("div.left", {}, this.number, h("span", {}, scan.more, this.of));
    const short = work.short;
    return {
      title: work.title,
      heading: scan.left(missing(work.counting.load, work.counting.counted).length),
      view: this.view,
      body: [left, this.last, this.list],
      go: { label: work.next.label, run: work.next.run, closed: "" },
      ...(short && { other: { label: short.label, run: () => short.run(this.missing()) } }),
      leave: () => this.leave(),
    };
  }

  /** Show the camera and begin to read. */
  private live(): void {
    const { scan } = words();
    const aim = h("i.aim", { "aria-hidden": "true" });
    const type = h("button", { type: "button", onclick: () => this.type() }, scan.type);
    this.view.replaceChildren(this.video, aim, h("div.tools", {}, this.lamp, type));
    this.wake = navigator.wakeLock?.request("screen").catch(() => null) ?? null;
    this.camera = scanning(this.video, {
      onText: (text) => void this.see(text),
      onTrouble: (trouble) => this.trouble(trouble),
      onReady: (lamp) => {
        this.lamp.hidden = !lamp;
        this.say("belum", scan.aim);
      },
    });
  }

  private leave(): void {
    this.camera?.stop();
    this.signals.close();
    void this.wake?.then((lock) => lock?.release());
  }

  private async switchLamp(): Promise<void> {
    const on = await this.camera?.torch(this.lamp.getAttribute("aria-pressed") !== "true");
    this.lamp.setAttribute("aria-pressed", String(on === true));
  }

  private trouble(trouble: Trouble): void {
    const { scan } = words();
    const file = h("input", { type: "file", accept: "image/*", capture: "environment", onchange: () => void this.photo(file) });
    const photo = h("label.button", {}, scan.photo, file);
    const type = h("button", { type: "button", onclick: () => this.type() }, scan.type);
    const again = h("button", { type: "button", onclick: () => this.live() }, scan.again);
    const canRetry = trouble === "refused" || trouble === "busy";
    this.view.replaceChildren(
      h("div.trouble", {}, h("p", { role: "alert" }, scan.trouble[trouble]), trouble !== "no_reader" && photo, type, canRetry && again),
    );
    this.last.replaceChildren();
  }

  private async photo(file: HTMLInputElement): Promise<void> {
    const [photo] = file.files ?? [];
    file.value = "";
    if (photo === undefined) return;
    const texts = await readPhoto(photo).catch(() => []);
    if (texts.length === 0) this.say("perhatian", words().scan.said.unreadable);
    for (const text of texts) await this.judge(text, "photo");
  }

  private async see(text: string): Promise<void> {
    const at = performance.now();
    if (this.busy) this.sight.keep(text, at);
    else if (this.sight.see(text, at) !== "still") await this.judge(text, "camera");
  }

  private type(): void {
    const { load } = this.work.counting;
    this.open(typingDialog(readable(commonStart(load)), (text) => {
      const verdict = check(meaning(text), load, this.work.counting.counted);
      if (verdict.is === "torn" || verdict.is === "unknown") return words().scan.typing.torn;
      void this.judge(text, "typed");
      return null;
    }));
  }

  private async judge(text: string, how: How): Promise<void> {
    const { counting, names } = this.work;
    const verdict = check(meaning(text), counting.load, counting.counted);
    const { said, what } = words().scan;
    if (isWrong(verdict)) {
      this.warn(verdict);
      return;
    }
    switch (verdict.is) {
      case "right":
        await this.count(verdict.code, how);
        return;
      case "again":
        this.tell("again", "belum", said.again, boxBrief(verdict.code, names));
        return;
      case "torn":
        this.tell("wrong", "perhatian", verdict.of === "fact" ? said.tornFact : said.torn);
        return;
      case "no_box":
        this.tell("wrong", "perhatian", what[verdict.what]);
        return;
      default:
        this.tell("wrong", "perhatian", said.unknown, text.slice(0, 40));
    }
  }

  private async count(code: string, how: How): Promise<void> {
    const { work } = this;
    const name = boxBrief(code, work.names);
    work.counting.counted.add(code);
    this.keeping += 1;
    try {
      await work.keep(code, how);
      this.tell("right", "tepat", words().scan.said.right, name);
    } catch {
      work.counting.counted.delete(code);
      this.tell("wrong", "tidak", words().scan.said.notKept, name);
    } finally {
      this.keeping -= 1;
    }
    this.update();
    if (work.counting.isWhole && this.keeping === 0) work.redraw();
  }

  private warn(verdict: Verdict): void {
    const { work } = this;
    this.open(wrongDialog(verdict, work));
    this.signals.give("wrong");
  }

  private open(dialog: HTMLDialogElement): void {
    this.busy = true;
    dialog.addEventListener("close", () => {
      dialog.remove();
      this.busy = document.querySelector("dialog[open]") !== null;
    });
    this.view.append(dialog);
    dialog.showModal();
  }

  private tell(signal: Signal, shape: Icon, sentence: string, thing = ""): void {
    this.signals.give(signal);
    this.say(shape, sentence, thing);
  }

  private say(shape: Icon, sentence: string, thing = ""): void {
    const text = thing === "" ? [sentence] : [h("b", {}, thing), sentence];
    this.last.replaceChildren(icon(shape, 28, shape), h("span", {}, ...text));
  }

  private missing(): string[] {
    return missing(this.work.counting.load, this.work.counting.counted);
  }

  private update(): void {
    const { counting } = this.work;
    const left = this.missing().length;
    const { scan } = words();
    this.number.textContent = String(left);
    this.of.textContent = scan.of(counting.counted.size, counting.load.boxes.size);
    const heading = this.view.closest(".phone")?.querySelector("h1");
    if (heading) heading.textContent = scan.left(left);
    const few = boxes(this.work);
    const many = h("button", { type: "button", onclick: () => this.open(missingDialog(this.missing(), this.work.names)) }, scan.missing(left));
    this.list.replaceChildren(...(few.length > 0 ? few : [many]));
  }
}

/** The boxes of a small load, each with its state. A large one has too many to show. */
function boxes({ counting: { load, counted } }: ScanWork): HTMLElement[] {
  const all = [...load.boxes].sort();
  if (all.length > SHOWN) return [];
  const row = (code: string): HTMLElement => {
    const here = counted.has(code);
    return h(here ? "li.d" : "li", {}, icon(here ? "tepat" : "belum", 17), boxShort(code));
  };
  return [h("ul.grid", {}, ...all.map(row))];
}

/** Every box that is missing, by name: what a person walks along the truck with. */
function missingDialog(left: readonly string[], names: Names): HTMLDialogElement {
  const { scan } = words();
  const row = (code: string): HTMLElement => h("li", {}, icon("belum", 17), h("span", {}, boxBrief(code, names)));
  const dialog = h(
    "dialog.phone.missing",
    { "aria-label": scan.missing(left.length) },
    h("main", {}, h("h2", {}, scan.missing(left.length)), h("ul.rows", {}, ...left.map(row))),
    h("footer", {}, h("button.go", { type: "button", autofocus: true, onclick: () => dialog.close() }, scan.typing.back)),
  );
  return dialog;
}
