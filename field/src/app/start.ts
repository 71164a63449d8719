/** Opens the store, follows the address, draws the screen. Everything else is in the rooms. */
import { isFull } from "../keeping/persistence";
import type { Officer } from "../keeping/records";
import { Store } from "../keeping/store";
import { now } from "./clock";
import type { Context } from "./context";
import { h } from "./h";
import { pageOf } from "./pages";
import { pathOf } from "./router";
import { frame, type Screen, type Status } from "./screen";
import { words } from "./words";

const TURN = "turn";

export async function start(root: HTMLElement): Promise<App | null> {
  let store: Store;
  try {
    store = await Store.open();
  } catch {
    root.replaceChildren(frame(withoutStore(), { online: navigator.onLine, waiting: 0 }, sentence));
    return null;
  }
  const app = new App(root, store);
  await app.begin();
  return app;
}

export class App {
  private officer: Officer | null = null;
  private leave: (() => void) | undefined;
  private drawing = 0;

  constructor(
    private readonly root: HTMLElement,
    readonly store: Store,
  ) {}

  async begin(): Promise<void> {
    const turn = sessionStorage.getItem(TURN);
    this.officer = turn === null ? null : ((await this.store.officer(turn)) ?? null);
    addEventListener("hashchange", () => void this.draw());
    addEventListener("online", () => void this.status());
    addEventListener("offline", () => void this.status());
    await this.draw();
  }

  /** Draw the screen of the address. Of several calls at once the last one wins. */
  async draw(): Promise<void> {
    const mine = (this.drawing += 1);
    if (this.officer !== null) this.officer = (await this.store.officer(this.officer.device)) ?? null;
    const context = this.context();
    const { page, args } = await pageOf(pathOf(location.hash), context);
    const screen = await page(context, ...args);
    const status = await this.statusNow();
    if (mine !== this.drawing) {
      screen.leave?.();
      return;
    }
    this.leave?.();
    this.leave = screen.leave;
    const drawn = frame(screen, status, sentence);
    this.root.replaceChildren(drawn);
    document.title = `${screen.heading} · tepat`;
    scrollTo(0, 0);
    drawn.querySelector<HTMLElement>("[autofocus], h1")?.focus({ preventScroll: true });
  }

  /** Say anew whether there is a network and how much waits, without touching the rest. */
  async status(): Promise<void> {
    const status = await this.statusNow();
    const old = this.root.querySelector("header");
    const title = old?.querySelector("a")?.textContent ?? "";
    old?.replaceWith(frame({ title, heading: "" }, status, sentence).querySelector("header") as HTMLElement);
  }

  private async statusNow(): Promise<Status> {
    return { online: navigator.onLine, waiting: await this.store.waiting() };
  }

  private context(): Context {
    return {
      store: this.store,
      officer: this.officer,
      now,
      redraw: () => void this.draw(),
      turn: (device) => void this.turn(device),
      sync: () => Promise.resolve(),
    };
  }

  private async turn(device: string | null): Promise<void> {
    if (device === null) sessionStorage.removeItem(TURN);
    else sessionStorage.setItem(TURN, device);
    this.officer = device === null ? null : ((await this.store.officer(device)) ?? null);
    await this.draw();
  }
}

/** What a person reads where something failed. */
export function sentence(error: unknown): string {
  const { trouble } = words();
  if (isFull(error)) return trouble.full;
  return trouble.other(error instanceof Error ? error.name : String(error));
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
