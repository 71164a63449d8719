/** What a phone keeps of its log. Twin of `core/move/field_manifest/values.py`. */

export interface You {
  readonly role: string;
  readonly area: string;
  /** The last moment of the duty, UTC. */
  readonly until: string;
  /** May give and receive; a supervisor never does. */
  readonly holds: boolean;
}

/** Dates as `2024-11-27`; "" where nobody has said. */
export interface Days {
  readonly voting: string;
  /** From this day on no phone changes its program. */
  readonly freeze: string;
}

/** One vote: the three letters in package codes, its code, its name for people. */
export interface Kind {
  readonly short: string;
  readonly code: string;
  readonly name: string;
  /** The numbers on the paper of this person's area, none: not set. */
  readonly choices: readonly number[];
}

export interface Met {
  readonly code: string;
  readonly seals: readonly string[];
  /** Codes of other systems that stand for this package. */
  readonly foreign: readonly string[];
}

export interface Place {
  readonly code: string;
  readonly packages: readonly Met[];
  readonly dpt: number | null;
  /** Papers planned for each kind of the manifest; empty where none is set. */
  readonly ballots: readonly (number | null)[];
  /** Voters moved in. */
  readonly dptb: number | null;
  /** Which paper is voted on, for each kind, "" where none; empty where nobody said. */
  readonly skus: readonly string[];
}

export interface LoadList {
  readonly code: string;
  readonly start: string;
  readonly to: string;
  /** The hash that names its list. */
  readonly list: string;
  readonly stage: string;
  readonly packages: readonly string[];
  /** UTC, "" where this person may not know it. */
  readonly departs: string;
  readonly vehicle: string;
}

/** Somebody to call. Stands in no log. */
export interface Contact {
  readonly role: string;
  readonly area: string;
  readonly name: string;
  readonly phone: string;
}

/** A key to be met offline. `upto`: the last of its facts that counts, null: all. */
export interface Neighbour {
  readonly key: string;
  readonly role: string;
  readonly area: string;
  readonly upto: number | null;
}

export interface DeskKey {
  readonly key: string;
  readonly upto: number | null;
}

export interface Question {
  readonly code: string;
  readonly ask: string;
  /** A photo goes with a defect. */
  readonly photo: boolean;
  /** A defect raises alarm. */
  readonly grave: boolean;
}

export interface Checklist {
  readonly code: string;
  readonly version: number;
  readonly title: string;
  readonly questions: readonly Question[];
}

export interface Manifest {
  readonly log: string;
  readonly election: string;
  readonly tag: string;
  readonly kabupaten: string;
  readonly zone: string;
  readonly contoh: boolean;
  readonly you: You;
  readonly days: Days;
  readonly kinds: readonly Kind[];
  /** Names of regions by their codes. */
  readonly areas: Readonly<Record<string, string>>;
  readonly places: readonly Place[];
  readonly loads: readonly LoadList[];
  readonly contacts: readonly Contact[];
  readonly devices: readonly Neighbour[];
  readonly trust: {
    /** Verifier keys of the log. */
    readonly keys: readonly string[];
    /** SHA-256 of the policy, "" where there is none. */
    readonly policy: string;
    readonly desks: readonly DeskKey[];
  };
  readonly checklists: readonly Checklist[];
  /** The newest fact of this device that the log holds. */
  readonly last: { readonly seq: number; readonly name: string };
  /** The newest published checkpoint, a signed note. */
  readonly checkpoint: string;
}
