/** What every screen is given. Rooms take what they need from here and from nowhere else. */
import type { Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import type { SyncState } from "../sync/engine";
import type { Screen } from "./screen";

export interface Context {
  readonly store: Store;
  /** Whose turn it is on this phone; null before anybody enrolled or unlocked it. */
  readonly officer: Officer | null;
  readonly now: () => Date;
  /** Draw this screen again, as after something was stored. */
  readonly redraw: () => void;
  /** Make this officer the one whose turn it is, or nobody; then the screen is drawn again. */
  readonly turn: (device: string | null) => Promise<void>;
  /**
   * Try to send now; returns when the attempt ended, however it ended. `pressed`: a person asked for it
   * and is given everything anew; false: something was kept that waits to be sent.
   */
  readonly sync: (pressed?: boolean) => Promise<void>;
  /** How the last attempt went. */
  readonly syncState: () => SyncState;
}

/** A screen for a path: `args` are the parts after its name. */
export type Page = (context: Context, ...args: string[]) => Screen | Promise<Screen>;

/** What a page for an officer is given. */
export type OfficerContext = Context & { readonly officer: Officer };

/** A page for an officer: without one the person is sent to choose or to enrol. */
export type OfficerPage = (context: OfficerContext, ...args: string[]) => Screen | Promise<Screen>;
