/** What this phone keeps. Everything here is plain data that IndexedDB can store. */
import type { Fact } from "../log/schema";

/** A key that signs for one officer. */
export type KeptKey =
  /** The browser holds the secret and never shows it. */
  | { readonly kind: "hard"; readonly pair: CryptoKeyPair }
  /** *Kunci lunak*: a seed, encrypted with a key that the browser never shows. */
  | { readonly kind: "wrapped"; readonly sealed: ArrayBuffer; readonly iv: ArrayBuffer; readonly by: CryptoKey }
  /** *Kunci lunak* without protection: plain HTTP has no WebCrypto at all. */
  | { readonly kind: "bare"; readonly seed: ArrayBuffer };

export interface Pin {
  readonly salt: ArrayBuffer;
  readonly hash: ArrayBuffer;
  readonly rounds: number;
  /** Wrong tries since the last right one. */
  readonly wrong: number;
  /** Milliseconds that the next try must wait, as of `at`, the clock of the page's run called `run`. */
  readonly left: number;
  readonly at: number;
  readonly run: string;
}

/** One officer with one key. A phone may have several; nothing of one is shown to another. */
export interface Officer {
  /** The key's id: the first 32 digits of the SHA-256 of the public key. */
  readonly device: string;
  readonly public: ArrayBuffer;
  readonly key: KeptKey;
  readonly pin: Pin;
  /** `<host>/<election>/<kabupaten>`, as the letter says. */
  readonly log: string;
  readonly election: string;
  readonly kabupaten: string;
  readonly role: string;
  readonly area: string;
  readonly assignment: string;
  /** The moment in UTC when the letter ends. */
  readonly expires: string;
  readonly servers: readonly string[];
  /** The letter as scanned: shown as QR to a peer that does not know this key yet. */
  readonly letter: string;
  /** The last fact of the chain: number and name; 0 and "" before the first. */
  readonly seq: number;
  readonly prev: string;
  /** Whether the phone is borrowed: then it is handed back by a screen of its own. */
  readonly borrowed: boolean;
}

/** A signed fact on this phone. In the outbox until a receipt is kept, then in the archive. */
export interface Kept {
  readonly name: string;
  /** Whose chain it belongs to. */
  readonly device: string;
  readonly seq: number;
  readonly kind: string;
  readonly body: string;
  /** Base64. */
  readonly sig: string;
  readonly countersigned?: readonly { readonly device: string; readonly sig: string }[];
  /** True where an officer of this phone signed it; false for the other half of a handover. */
  readonly own: boolean;
  /** Milliseconds since 1970 by this phone's clock, for the order on the screen only. */
  readonly stored: number;
  /** Of another phone, and its signature was not checked yet: its key is not known, or speaks for nobody in it. */
  readonly unproven?: true;
  /** Other signatures that came with the same bytes, while none of them was checked. */
  readonly alternatives?: readonly string[];
}

export interface SignedText {
  readonly body: string;
  /** Base64. */
  readonly sig: string;
}

/** A fact that a server promised to log. `proof` is there once this phone checked one. */
export interface Archived extends Kept {
  readonly receipt: SignedText;
  /** Receipts of before, which the log did not keep: evidence. */
  readonly former?: readonly SignedText[];
  /** The number in the log that the receipt promises. */
  readonly number: number;
  readonly verdict: "accepted" | "known" | "quarantined";
  readonly reason: string | null;
  /** A C2SP tlog-proof whose checkpoint met the quorum of the policy. */
  readonly proof?: string;
  /** The device, while a proof is to be asked for; see `quarantined` for what gets none. */
  readonly todo?: string;
}

/**
 * What the rules of tasks need of a fact, kept beside it and written once: the first screen reads
 * these few, however many facts there are.
 */
export interface Brief {
  /** The fact's name; of what only the last word counts, what it is about. */
  readonly id: string;
  readonly name: string;
  readonly device: string;
  readonly seq: number;
  readonly own: boolean;
  readonly stored: number;
  /** As in `Kept`: no rule counts it. */
  readonly unproven?: true;
  readonly fact: Fact;
}

/** Evidence that a fact names by its hash, sent after the facts. */
export interface Photo {
  readonly sha256: string;
  readonly device: string;
  /** The fact that names it; "" until it is kept with that fact. */
  readonly fact: string;
  readonly type: string;
  readonly bytes: ArrayBuffer;
  /** How many bytes the server has acknowledged. */
  readonly sent: number;
  readonly done: boolean;
  /** The device, while it is not done: found by index. */
  readonly todo?: string;
}

/** What an officer will meet, as the server wrote it. */
export interface KeptManifest {
  readonly device: string;
  readonly text: string;
  /** Milliseconds since 1970 when it came. */
  readonly fetched: number;
}

/** The newest checkpoint of a log that this phone has checked, and by which policy. */
export interface Head {
  readonly log: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly root: string;
  /** The signed note. */
  readonly note: string;
  /** The C2SP policy that is believed for this log; "" where none is known. */
  readonly policy: string;
}

/** Words of an officer that a fact names by a salted hash; they never enter the log. */
export interface Note {
  readonly hash: string;
  readonly device: string;
  readonly fact: string;
  readonly salt: string;
  readonly text: string;
  readonly done: boolean;
  /** The device, while it is not done: found by index. */
  readonly todo?: string;
}
