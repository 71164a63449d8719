/** Opens the store, follows the address, draws the screen. Everything else is in the rooms. */
import { isFull } from "../keeping/persistence";
import type { Officer } from "../keeping/records";
import { ChainMoved, Outdated, Store } from "../keeping/store";
import { manifestFor } from "../manifest/kept";
import type { Sync, SyncState } from "../sync/engine";
import { reachOf } from "../sync/reach";
import { dayOf, now, offsetOf } from "./clock";
import type { Context } from "./context";
import { h } from "./h";
import { pageOf } from "./pages";
import { go, pathOf } from "./router";
import { frame, type Screen, type Status } from "./screen";
import { words } from "./words";

const TURN = "turn";
/** When this tab was last in sight, in ms: a browser that ends a tab in the background restores it as it was. */
const SEEN = "seen";
/** Time for the browser to paint a screen, in ms. */
const PAINT = 50;
/** A phone that was out of sight for so long, in ms, asks for the PIN again. */
const AWAY = 15 * 60_000;

/** Open the phone in `root`. Where nothing can be kept it says so and does nothing else. */
export async function start(root: HTMLElement): Promise<void> {
  try {
    await new App(root, await Store.open()).begin();
  } catch (error) {
    root.replaceChildren(frame(withoutStore(), { reach: reachOf(navigator.onLine, null), waiting: 0 }, sentence));
    throw error;
  }
}

/** Before anything was tried. */
const BEFORE: SyncState = { busy: false, tried: 0, reached: 0, went: new Map(), next: 0 };

class App {
  private officer: Officer | null = null;
  private leave: (() => void) | undefined;
  private drawing = 0;
  /** The address that was drawn last, or is being drawn. */
  private address: string | null = null;
  private hidden = 0;
  private sync: Sync | null = null;

  constructor(
    private readonly root: HTMLElement,
    private readonly store: Store,
  ) {
    store.onLost = () => void this.draw();
  }

  async begin(): Promise<void> {
    const seen = Number(sessionStorage.getItem(SEEN) ?? now().getTime());
    const turn = Math.abs(now().getTime() - seen) > AWAY ? null : sessionStorage.getItem(TURN);
    this.officer = turn === null ? null : ((await this.store.officer(turn)) ?? null);
    addEventListener("hashchange", ({ isTrusted }) => {
      // News may have drawn the new address already: what is typed there stays. `go` to where one is draws anew.
      if (!isTrusted || location.hash !== this.address) void this.draw();
    });
    addEventListener("online", () => void this.status());
    addEventListener("offline", () => void this.status());
    document.addEventListener("visibilitychange", () => void this.seen());
    new MutationObserver(intoSight).observe(this.root, { childList: true, subtree: true });
    await this.draw();
    // The first screen is painted before anything is read or signed to be sent.
    await new Promise((painted) => setTimeout(painted, PAINT));
    await this.beginSync();
    // After the first screen: on a thin network the worker's script takes its time.
    await import("./update").then(({ keepProgram }) => keepProgram(() => void this.news())).catch(() => undefined);
  }

  /** Where no worker keeps the program its parts may be out of reach: then as soon as there is a network. */
  private async beginSync(): Promise<void> {
    try {
      (await this.engine()).begin();
    } catch {
      addEventListener("online", () => void this.beginSync(), { once: true });
    }
  }

  /** What sends; it is loaded behind the first screen. */
  private async engine(): Promise<Sync> {
    const { Sync } = await import("../sync/engine");
    return (this.sync ??= new Sync(this.store, () => void this.news()));
  }

  /** Draw the screen of the address, or why it cannot be drawn: there is always a next step. */
  private async draw(): Promise<void> {
    const mine = this.drawing + 1;
    try {
      await this.drawn();
    } catch (error) {
      if (mine !== this.drawing) return;
      this.root.replaceChildren(frame(failed(error, () => this.draw()), { reach: reachOf(navigator.onLine, null), waiting: 0 }, sentence));
    }
  }

  /** Of several calls at once the last one wins. */
  private async drawn(): Promise<void> {
    const mine = (this.drawing += 1);
    this.touch();
    if (this.officer !== null) this.officer = (await this.store.officer(this.officer.device)) ?? null;
    this.address = location.hash;
    const context = this.context(this.address);
    const { page, args } = await pageOf(pathOf(this.address), context);
    this.leave?.();
    this.leave = undefined;
    const screen = await page(context, ...args);
    const status = await this.statusNow();
    if (mine !== this.drawing) {
      screen.leave?.();
      return;
    }
    this.leave = screen.leave;
    const drawn = frame(screen, status, sentence);
    this.root.replaceChildren(drawn);
    document.title = `${screen.heading} · tepat`;
    scrollTo(0, 0);
    drawn.querySelector<HTMLElement>("[autofocus], h1")?.focus({ preventScroll: true });
    if (location.hash.length < 3) void this.update().catch(() => undefined);
  }

  /** The sync has news: the list of tasks and of records are drawn anew, other screens keep their place. */
  private async news(): Promise<void> {
    const [name = ""] = pathOf(location.hash);
    if (this.sync?.state.busy !== true && ["", "cara", "catatan"].includes(name) && document.querySelector("dialog[open]") === null) await this.draw();
    else await this.status();
  }

  /** Say anew whether there is a network and how much waits, without touching the rest. */
  private async status(): Promise<void> {
    const status = await this.statusNow().catch(() => null);
    if (status === null) return;
    const old = this.root.querySelector("header");
    const title = old?.querySelector("a")?.textContent ?? "";
    old?.replaceWith(frame({ title, heading: "" }, status, sentence).querySelector("header") as HTMLElement);
  }

  /** Somebody picks up a phone that lay somewhere: who knows who it is. */
  private async seen(): Promise<void> {
    if (document.visibilityState === "hidden") {
      this.hidden = now().getTime();
      this.touch();
    } else if (this.hidden > 0 && now().getTime() - this.hidden > AWAY) await this.turn(null);
  }

  /** Remember when somebody was here last. */
  private touch(): void {
    sessionStorage.setItem(SEEN, String(now().getTime()));
  }

  private async statusNow(): Promise<Status> {
    const { store, officer } = this;
    const zone = officer === null ? null : ((await manifestFor(store, officer))?.zone ?? null);
    const { photos, notes } = await store.unsent();
    return { reach: reachOf(navigator.onLine, this.sync?.state ?? null, zone), waiting: (await store.waiting()) + photos + notes };
  }

  /** What the screen of an address works with. Who has gone on is typing somewhere else: only that address is drawn anew. */
  private context(address: string): Context {
    return {
      store: this.store,
      officer: this.officer,
      now,
      redraw: () => void (location.hash === address && this.draw()),
      turn: (device) => this.turn(device),
      sync: async (pressed = true) => (await this.engine()).run(pressed ? "pressed" : "opened"),
      syncState: () => this.sync?.state ?? BEFORE,
    };
  }

  private async turn(device: string | null): Promise<void> {
    if (device === null) sessionStorage.removeItem(TURN);
    else sessionStorage.setItem(TURN, device);
    this.officer = device === null ? null : ((await this.store.officer(device)) ?? null);
    await this.draw();
  }

  private async update(): Promise<void> {
    const { presentIn, takeUpdate } = await import("./update");
    await takeUpdate(async () => {
      const manifests = await Promise.all((await this.store.officers()).map((each) => manifestFor(this.store, each)));
      const today = dayOf(now(), offsetOf(manifests[0]?.zone ?? null, now()));
      return presentIn(this.store, today, manifests.map((each) => each?.days.freeze ?? ""));
    });
  }
}

/** What was just said is seen, however far below the edge of the screen it stands. */
function intoSight(changes: readonly MutationRecord[]): void {
  for (const { target } of changes) {
    if (target instanceof HTMLElement && target.getAttribute("role") === "alert" && target.textContent !== "") target.scrollIntoView({ block: "nearest" });
  }
}

/** What a person reads where something failed. */
export function sentence(error: unknown): string {
  const { trouble } = words();
  if (isFull(error)) return trouble.full;
  if (error instanceof ChainMoved) return trouble.moved;
  if (error instanceof Outdated) return trouble.outdated;
  if (isLost(error)) return trouble.lost;
  return trouble.other(error instanceof Error ? error.name : String(error));
}

/** Whether a part of the program did not come: browsers say so in words of their own only. */
function isLost(error: unknown): boolean {
  return error instanceof TypeError && /imported module|module script/i.test(error.message);
}

/** A screen that could not be drawn. To load the page anew would lose it where nothing keeps the program. */
export function failed(error: unknown, again: () => unknown): Screen {
  const { trouble } = words();
  const lost = isLost(error);
  return {
    title: "tepat",
    icon: { name: "perhatian" },
    heading: error instanceof Outdated ? trouble.outdatedHeading : trouble.notDrawn,
    body: [h("p.say", {}, sentence(error))],
    go: lost ? { label: trouble.again, run: again } : { label: trouble.reload, run: () => location.reload() },
    ...(lost && { other: { label: trouble.back, run: () => go() } }),
  };
}

function withoutStore(): Screen {
  const { trouble } = words();
  return {
    title: "tepat",
    icon: { name: "tidak" },
    heading: trouble.noStore,
    body: [h("p.say", {}, trouble.noStoreText)],
    go: { label: trouble.reload, run: () => location.reload() },
  };
}
