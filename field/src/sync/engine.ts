/**
 * Sends what waits, checks what comes back, and says how it went. One tab at a time works;
 * what is interrupted at any step is done again, because every call may be repeated.
 */
import { now } from "../app/clock";
import type { Officer } from "../keeping/records";
import { isFull } from "../keeping/persistence";
import type { Store } from "../keeping/store";
import { Malformed } from "../log/bytes";
import { answers, Said, Silent } from "./asking";
import { atTimes, COSIGNING, HALVES, LIST, pauseOfProofs, type Why } from "./often";
import { sendFacts } from "./facts";
import { pauseOf } from "./pace";
import { Alarmed, type Alarm } from "./trouble";

/** How the last try of one officer went. */
export type Went =
  | { readonly what: "fine" }
  | { readonly what: "silent" }
  /** The office was not reached; the hub of the hall keeps a copy. The outbox stays as it is. */
  | { readonly what: "carried" }
  /** The server said no, in its own words. */
  | { readonly what: "refused"; readonly sentence: string; readonly code: string }
  /** Something that must not be believed: a person has to look. */
  | { readonly what: "alarm"; readonly why: Alarm }
  /** This phone could not: its storage is full, or the error of this name. What is kept stays. */
  | { readonly what: "failed"; readonly full: boolean; readonly name: string };

export interface SyncState {
  readonly busy: boolean;
  /** Milliseconds since 1970 of the last try, 0 before the first. */
  readonly tried: number;
  /** The same of the last try if a server of somebody answered it, 0 if none did. */
  readonly reached: number;
  readonly went: ReadonlyMap<string, Went>;
  /** Milliseconds since 1970 before which nothing is tried by itself. */
  readonly next: number;
}

export class Sync {
  state: SyncState = { busy: false, tried: 0, reached: 0, went: new Map(), next: 0 };
  private failures = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private blocked = 0;
  /** Of each officer: when proofs were asked for last, and how often in a row none came. */
  private readonly proofs = new Map<string, { readonly at: number; readonly empty: number }>();

  constructor(
    private readonly store: Store,
    private readonly changed: () => void,
  ) {}

  /** Begin: now, whenever the network comes back, and by a timer. */
  begin(): void {
    addEventListener("online", () => void this.run("opened"));
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") void this.run("opened");
    });
    void this.run("loaded");
  }

  /** Try now. A person who presses is heard sooner than the timer, but not before `Retry-After`. */
  async run(why: Why): Promise<void> {
    if (why !== "pressed" && now().getTime() < this.blocked) return;
    // What the timer began asks for less than a person who presses: they get a try of their own.
    if (why === "pressed") await this.running;
    this.running ??= this.once(why).finally(() => {
      this.running = null;
    });
    await this.running;
  }

  private async once(why: Why): Promise<void> {
    clearTimeout(this.timer);
    this.become({ busy: true });
    const locks = (navigator as { readonly locks?: LockManager }).locks;
    const all = (): Promise<number | null> =>
      // A store that cannot be read now may be read at the next try; the screen says why.
      this.all(why).catch((error: unknown) => {
        console.error(error);
        this.failures += 1;
        return null;
      });
    const request = locks === undefined ? all() : locks.request("tepat-sync", { ifAvailable: true }, (lock) => (lock === null ? null : all()));
    // Without the right to lock, as in a frame, this try is left out; the next one comes.
    const retryAfter = await request.catch((): number | null => null);
    const pause = pauseOf({ failures: this.failures, retryAfter }, Math.random());
    this.blocked = retryAfter === null ? 0 : now().getTime() + pause;
    this.timer = setTimeout(() => void this.run("timer"), pause);
    this.become({ busy: false, next: now().getTime() + pause });
  }

  /** Work for every officer of this phone; returns the longest `Retry-After` that was asked. */
  private async all(why: Why): Promise<number | null> {
    const before = answers.asked;
    let asked: number | null = null;
    let moved = false;
    const went = new Map<string, Went>();
    const further = (): void => {
      moved = true;
      this.changed();
    };
    for (const officer of await this.store.officers()) {
      try {
        await this.forOfficer(officer, why, further);
        went.set(officer.device, { what: "fine" });
      } catch (error) {
        went.set(officer.device, wentBy(error));
        if (error instanceof Silent || error instanceof Said) asked = Math.max(asked ?? 0, error.retryAfter ?? 0) || asked;
      }
    }
    const isFine = [...went.values()].every((each) => each.what === "fine");
    // A network that breaks and yet carries something is no reason to wait longer each time.
    this.failures = isFine ? 0 : moved ? 1 : this.failures + 1;
    // The server said something to somebody: also where it said no. An alarm is not believed to be it.
    const isReached = [...went.values()].some((each) => each.what === "fine" || each.what === "refused");
    // A try that had nothing to ask shows nothing about the server.
    this.become({ went, ...(answers.asked === before ? {} : { tried: now().getTime(), reached: isReached ? now().getTime() : 0 }) });
    return asked;
  }

  /**
   * Facts first, because they are small and matter most; photos last. What the server refuses to one
   * step keeps no other back: who may have no list any more still sends, and is given proofs. Throws
   * the first refusal at the end.
   */
  private async forOfficer(officer: Officer, why: Why, changed: () => void): Promise<void> {
    const { store } = this;
    const { device } = officer;
    const at = now().getTime();
    const halves = async (): Promise<void> => (await import("./halves")).fetchHalves(store, officer);
    const list = (): Promise<void> => atTimes(store, `listed:${device}`, why, at, LIST, async () => (await import("./manifest")).fetchManifest(store, officer));
    const waiting = await store.waiting(device);
    const steps = [
      () => sendFacts(store, officer, changed),
      list,
      () => atTimes(store, `halved:${device}`, why, at, HALVES, halves),
      () => this.prove(officer, why === "pressed" || waiting > 0, changed),
      () => atTimes(store, `cosigned:${device}`, why, at, COSIGNING, async () => (await import("./witnessing")).witness(store, officer)),
      async () => (await import("./announced")).announce(store, officer, why, at, changed),
      async () => (await import("./notes")).sendNotes(store, officer, changed),
      async () => (await import("./photos")).sendPhotos(store, officer, changed),
    ];
    let refusal: Said | Alarmed | undefined;
    for (const [number, step] of steps.entries()) {
      try {
        await step();
      } catch (error) {
        if (error instanceof Said || (error instanceof Alarmed && error.why === "receipts")) {
          refusal ??= error;
          continue;
        }
        // The hub of a hall has no receipts yet, but it has the list.
        if (number === 0 && error instanceof Silent && error.carried) for (const each of [list, halves]) await each();
        throw error instanceof Silent ? (refusal ?? error) : error;
      }
    }
    if (refusal !== undefined) throw refusal;
  }

  /** Proofs come once a checkpoint has its witnesses; where they take their time, they are asked for less often. */
  private async prove(officer: Officer, isFresh: boolean, changed: () => void): Promise<void> {
    const before = this.proofs.get(officer.device);
    const empty = isFresh ? 0 : (before?.empty ?? 0);
    if (before !== undefined && now().getTime() < before.at + pauseOfProofs(empty) && now().getTime() >= before.at) return;
    const found = await (await import("./proofs")).fetchProofs(this.store, officer, changed);
    this.proofs.set(officer.device, { at: now().getTime(), empty: found ? 0 : empty + 1 });
  }

  private become(change: Partial<SyncState>): void {
    this.state = { ...this.state, ...change };
    this.changed();
  }
}

function wentBy(error: unknown): Went {
  if (error instanceof Alarmed) return { what: "alarm", why: error.why };
  if (error instanceof Said) return { what: "refused", sentence: error.sentence, code: error.code };
  if (error instanceof Silent && error.carried) return { what: "carried" };
  if (error instanceof Silent || error instanceof Malformed) return { what: "silent" };
  // Whatever it is, the next try comes: a sync that ended here would keep everything for ever.
  return { what: "failed", full: isFull(error), name: error instanceof Error ? error.name : String(error) };
}
