/** What is known of the way to the server, from the last try: a network alone is no server. Pure. */
import { hour, offsetOf } from "../app/clock";
import type { SyncState } from "./engine";

export type Reach =
  /** The phone itself says that it has no network. */
  | { readonly is: "offline" }
  /** There is a network; nobody has tried yet, or is trying now. */
  | { readonly is: "network" }
  /** There is a network, and the last try came back without an answer of the server. */
  | { readonly is: "silent" }
  /** The server answered the last try at this hour. */
  | { readonly is: "reached"; readonly hour: string };

type Known = Pick<SyncState, "tried" | "reached">;

/** Return what the header may say; `known` is null before anything was tried, `zone` that of the kabupaten. */
export function reachOf(online: boolean, known: Known | null, zone: string | null = null): Reach {
  if (!online) return { is: "offline" };
  if (known === null || known.tried === 0) return { is: "network" };
  if (known.reached === 0) return { is: "silent" };
  const at = new Date(known.reached);
  return { is: "reached", hour: hour(at, offsetOf(zone, at)).slice(0, 5) };
}
