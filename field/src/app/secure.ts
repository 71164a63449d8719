/** How safely this page was opened, and what the browser therefore offers. Named on the screen. */

/**
 * `official`: an HTTPS address that browsers know. `hall`: a certificate of the hall's own, installed
 * on the phone. `quick`: one accepted warning, so nothing opens without the network. `emergency`:
 * plain HTTP, without camera, workers or keys that the browser guards.
 */
export type Way = "official" | "hall" | "quick" | "emergency";

export interface Offers {
  readonly secure: boolean;
  /** Whether a service worker could be registered; null: not tried yet. */
  readonly worker: boolean | null;
  readonly host: string;
}

const OWN_NETWORK = /(^|\.)(lan|local|internal|test)$|(^|\.)home\.arpa$|^(10|127|192\.168|172\.(1[6-9]|2[0-9]|3[01]))\./;

/** Return the way by what the browser really offers, not by what the address promises. */
export function wayOf({ secure, worker, host }: Offers): Way {
  if (!secure) return "emergency";
  if (worker === false) return "quick";
  return OWN_NETWORK.test(host) ? "hall" : "official";
}

let worker: boolean | null = null;
/** Null: nobody asked yet. */
let whole: boolean | null = null;

export function workerRegistered(did: boolean, isWhole = false): void {
  worker = did;
  whole = isWhole;
}

/** Whether every file of the program lies on this phone; a page with a worker came from there. */
export function programKept(): boolean {
  return whole ?? Boolean(navigator.serviceWorker?.controller);
}

export function wayNow(): Way {
  return wayOf({ secure: isSecureContext, worker, host: location.hostname });
}
