/** The facts as Python lists them. Written by `tools/write_schema.py`; not by hand. */

/** A type, with `!` where the field must be there; `[Shape]` is a list of them. */
export type Fields = Readonly<Record<string, string>>;

export interface Kind {
  readonly v: number;
  readonly audience: "public" | "agencies" | "security" | "results";
  readonly fields: Fields;
}

/** What every fact carries. */
export const COMMON: Fields = {
  election: "Code!",
  kabupaten: "Code!",
  at: "Moment!",
  device: "Device",
  seq: "Count",
  prev: "Hash",
  mono: "Count",
  session: "Session",
  seen: "Seen",
  by: "Person",
  role: "Code",
  assignment: "Hash",
  after: "Hashes",
  salt: "Salt",
};

/** The parts of facts that are objects. */
export const SHAPES: Readonly<Record<string, Fields>> = {
  Seen: { root: "Root!", size: "Count!" },
  Counted: { item: "Code!", count: "Count!", sku: "Code" },
  Check: { package: "Package!", seals: "Codes", condition: "Word" },
  Gps: { lat: "Whole!", lon: "Whole!" },
};

/** Every kind of fact, with the fields it has beside the common ones. */
export const KINDS: Readonly<Record<string, Kind>> = {
  commissioned: { v: 1, audience: "public", fields: { package: "Package!", foreign: "Text!" } },
  released: { v: 1, audience: "public", fields: { package: "Package!", foreign: "Text!", reason: "Word", note: "Hash" } },
  packed: { v: 1, audience: "public", fields: { package: "Package!", contents: "[Counted]", holds: "Packages" } },
  counted: { v: 1, audience: "public", fields: { package: "Package!", contents: "[Counted]", place: "Code", photos: "Hashes" } },
  sealed: { v: 1, audience: "public", fields: { package: "Package!", seals: "Codes", photos: "Hashes" } },
  unsealed: { v: 1, audience: "public", fields: { package: "Package!", reason: "Word", note: "Hash" } },
  seals_issued: { v: 1, audience: "agencies", fields: {
    prefix: "Code",
    first: "Count!",
    last: "Count!",
    width: "Count!",
    what: "Text",
    to: "Text",
  } },
  opened: { v: 1, audience: "public", fields: { package: "Package!", place: "Code!", seals: "Codes", photos: "Hashes" } },
  used: { v: 1, audience: "public", fields: { package: "Package!", place: "Code!" } },
  given: { v: 1, audience: "agencies", fields: {
    shipment: "Code",
    list: "Hash",
    without: "PackageSet",
    packages: "PackageSet",
    giver: "Party!",
    receiver: "Party!",
    place: "Code!",
    to: "Code",
    checks: "[Check]",
    condition: "Word",
    photos: "Hashes",
    gps: "Gps",
    paper: "Code",
  } },
  received: { v: 1, audience: "agencies", fields: {
    shipment: "Code",
    list: "Hash",
    without: "PackageSet",
    packages: "PackageSet",
    giver: "Party!",
    receiver: "Party!",
    place: "Code!",
    to: "Code",
    checks: "[Check]",
    condition: "Word",
    photos: "Hashes",
    gps: "Gps",
    paper: "Code",
    given: "Hash",
  } },
  refused: { v: 1, audience: "agencies", fields: {
    shipment: "Code",
    list: "Hash",
    without: "PackageSet",
    packages: "PackageSet",
    giver: "Party!",
    receiver: "Party!",
    place: "Code!",
    to: "Code",
    checks: "[Check]",
    condition: "Word",
    photos: "Hashes",
    gps: "Gps",
    paper: "Code",
    given: "Hash!",
    reason: "Word",
    note: "Hash",
  } },
  transferred: { v: 1, audience: "agencies", fields: {
    shipment: "Code",
    list: "Hash",
    without: "PackageSet",
    packages: "PackageSet",
    place: "Code!",
    vehicle: "Code",
    reason: "Word",
    note: "Hash",
    photos: "Hashes",
    gps: "Gps",
  } },
  relocated: { v: 1, audience: "agencies", fields: {
    shipment: "Code",
    list: "Hash",
    without: "PackageSet",
    packages: "PackageSet",
    place: "Code",
    to: "Code!",
    reason: "Word",
    note: "Hash",
    photos: "Hashes",
  } },
  witnessed: { v: 1, audience: "agencies", fields: {
    shipment: "Code",
    list: "Hash",
    without: "PackageSet",
    packages: "PackageSet",
    fact: "Hash!",
    place: "Code",
    finding: "Word",
    checks: "[Check]",
    note: "Hash",
    photos: "Hashes",
    gps: "Gps",
  } },
  inspected: { v: 1, audience: "agencies", fields: {
    shipment: "Code",
    list: "Hash",
    without: "PackageSet",
    packages: "PackageSet",
    place: "Code!",
    outcome: "Word!",
    checklist: "Hash",
    checks: "[Check]",
    photos: "Hashes",
    note: "Hash",
  } },
  incident: { v: 1, audience: "agencies", fields: {
    shipment: "Code",
    list: "Hash",
    without: "PackageSet",
    packages: "PackageSet",
    what: "Word!",
    place: "Code",
    checks: "[Check]",
    photos: "Hashes",
    gps: "Gps",
    note: "Hash",
  } },
  positioned: { v: 1, audience: "security", fields: { shipment: "Code!", gps: "Gps", place: "Code" } },
  escorted: { v: 1, audience: "security", fields: { shipment: "Code!", escort: "Party!", count: "Count", place: "Code" } },
  guarded: { v: 1, audience: "security", fields: { place: "Code!", guard: "Party!", count: "Count", starts: "Moment!", ends: "Moment!" } },
  voting_opened: { v: 1, audience: "agencies", fields: {
    place: "Code!",
    starts: "Moment!",
    reason: "Word",
    checks: "[Check]",
    photos: "Hashes",
    note: "Hash",
  } },
  turnout: { v: 1, audience: "agencies", fields: { place: "Code!", voters: "Count!", dpt: "Count", moved: "Count", unlisted: "Count" } },
  ballots: { v: 1, audience: "results", fields: {
    place: "Code!",
    sku: "Code!",
    received: "Count!",
    used: "Count!",
    spoiled: "Count!",
    left: "Count!",
    reason: "Word",
    note: "Hash",
  } },
  result: { v: 1, audience: "results", fields: {
    place: "Code!",
    sku: "Code!",
    votes: "[Counted]!",
    invalid: "Count!",
    valid: "Count",
    photos: "Hashes",
    reason: "Word",
    note: "Hash",
  } },
  papers_moved: { v: 1, audience: "agencies", fields: {
    place: "Code!",
    to: "Code!",
    contents: "[Counted]!",
    paper: "Code",
    reason: "Word",
    note: "Hash",
  } },
  desk_enrolled: { v: 1, audience: "public", fields: { key: "Key!" } },
  assigned: { v: 1, audience: "public", fields: { person: "Person!", as_role: "Word!", area: "Code!", starts: "Moment!", ends: "Moment!" } },
  enrolled: { v: 1, audience: "public", fields: { key: "Key!", mac: "Hash!" } },
  revoked: { v: 1, audience: "public", fields: { target: "Device", upto: "Count", ended: "Hash", reason: "Word", note: "Hash" } },
  listed: { v: 1, audience: "agencies", fields: { shipment: "Code!", list: "Hash!", start: "Code!", to: "Code!", count: "Count!" } },
  plan_published: { v: 1, audience: "public", fields: { plan: "Hash!", number: "Count!", occasion: "Code" } },
  corrected: { v: 1, audience: "public", fields: {
    shipment: "Code",
    list: "Hash",
    without: "PackageSet",
    packages: "PackageSet",
    fact: "Hash!",
    stands: "Hash",
    reason: "Word!",
    note: "Hash",
    paper: "Code",
  } },
  cancelled: { v: 1, audience: "public", fields: {
    shipment: "Code",
    list: "Hash",
    without: "PackageSet",
    packages: "PackageSet",
    fact: "Hash!",
    reason: "Word!",
    note: "Hash",
  } },
  replaced: { v: 1, audience: "public", fields: {
    package: "Package!",
    replacement: "Package!",
    reason: "Word!",
    note: "Hash",
    paper: "Code",
  } },
  destroyed: { v: 1, audience: "public", fields: {
    shipment: "Code",
    list: "Hash",
    without: "PackageSet",
    packages: "PackageSet",
    place: "Code!",
    contents: "[Counted]",
    paper: "Code",
    reason: "Word!",
    note: "Hash",
    photos: "Hashes",
  } },
  archived: { v: 1, audience: "public", fields: {
    shipment: "Code",
    list: "Hash",
    without: "PackageSet",
    packages: "PackageSet",
    place: "Code!",
  } },
};

/** The words a form offers, by kind and field; others are read and decide nothing. */
export const WORDS: Readonly<Record<string, readonly string[]>> = {
  "released.reason": ["wrong_box", "typo", "damaged", "other"],
  "unsealed.reason": ["wrong_contents", "dpt_changed", "recount", "damaged", "accident", "suspicion", "other"],
  "given.condition": ["broken", "damaged", "missing", "wet", "empty", "other"],
  "received.condition": ["broken", "damaged", "missing", "wet", "empty", "other"],
  "refused.condition": ["broken", "damaged", "missing", "wet", "empty", "other"],
  "check.condition": ["broken", "damaged", "missing", "wet", "empty", "other"],
  "refused.reason": ["wrong_load", "wrong_receiver", "seal_differs", "incomplete", "damaged", "other"],
  "transferred.reason": ["vehicle_broken", "road_closed", "weather", "other"],
  "relocated.reason": ["flood", "fire", "unsafe", "full", "other"],
  "witnessed.finding": ["seal_differs", "unsealed", "damaged", "missing", "wrong_place", "not_seen", "other"],
  "inspected.outcome": ["good", "lacking", "unfit"],
  "incident.what": ["late", "weather", "flood", "landslide", "traffic", "road_closed", "vehicle_broken", "accident", "driver", "officer", "seal_differs", "damaged", "missing", "theft", "fire", "threat", "unrest", "other"],
  "voting_opened.reason": ["incomplete", "officers_missing", "weather", "witnesses_missing", "unrest", "other"],
  "ballots.reason": ["delivered_less", "delivered_more", "from_other_tps", "to_other_tps", "wrong_dapil", "missing", "unexplained", "other"],
  "result.reason": ["form_sum", "papers_missing", "papers_more", "unexplained", "other"],
  "papers_moved.reason": ["delivered_less", "more_voters", "spoiled_many", "wrong_dapil", "other"],
  "revoked.reason": ["lost", "stolen", "replaced", "left", "other"],
  "corrected.reason": ["wrong_receiver", "wrong_place", "wrong_load", "wrong_count", "typo", "other"],
  "cancelled.reason": ["not_departed", "twice", "wrong_receiver", "wrong_place", "wrong_load", "wrong_count", "typo", "other"],
  "replaced.reason": ["damaged", "missing", "dpt_changed", "other"],
  "destroyed.reason": ["surplus", "damaged", "other"],
};

export interface Common {
  readonly election: string;
  readonly kabupaten: string;
  readonly at: string;
  readonly device?: string;
  readonly seq?: number;
  readonly prev?: string;
  readonly mono?: number;
  readonly session?: string;
  readonly seen?: Seen;
  readonly by?: string;
  readonly role?: string;
  readonly assignment?: string;
  readonly after?: readonly string[];
  readonly salt?: string;
}

export interface Seen {
  readonly root: string;
  readonly size: number;
}

export interface Counted {
  readonly item: string;
  readonly count: number;
  readonly sku?: string;
}

export interface Check {
  readonly package: string;
  readonly seals?: readonly string[];
  readonly condition?: string;
}

export interface Gps {
  readonly lat: number;
  readonly lon: number;
}

/** A box that carries another system's code was bound to our package. */
export interface Commissioned extends Common {
  readonly kind: "commissioned";
  readonly package: string;
  readonly foreign: string;
}

/** That code was taken off the package again; `after` names the bindings it undoes. */
export interface Released extends Common {
  readonly kind: "released";
  readonly package: string;
  readonly foreign: string;
  readonly reason?: string;
  readonly note?: string;
}

/** A package was filled: what was counted into it, and the envelopes in it. */
export interface Packed extends Common {
  readonly kind: "packed";
  readonly package: string;
  readonly contents?: readonly Counted[];
  readonly holds?: readonly string[];
}

/** What lies in a package was counted again. */
export interface CountedAgain extends Common {
  readonly kind: "counted";
  readonly package: string;
  readonly contents?: readonly Counted[];
  readonly place?: string;
  readonly photos?: readonly string[];
}

/** A package was closed with these seals. */
export interface Sealed extends Common {
  readonly kind: "sealed";
  readonly package: string;
  readonly seals?: readonly string[];
  readonly photos?: readonly string[];
}

/** A closed package was opened again before voting. */
export interface Unsealed extends Common {
  readonly kind: "unsealed";
  readonly package: string;
  readonly reason?: string;
  readonly note?: string;
}

/** A range of seal numbers was handed to a team. */
export interface SealsIssued extends Common {
  readonly kind: "seals_issued";
  readonly prefix?: string;
  readonly first: number;
  readonly last: number;
  readonly width: number;
  readonly what?: string;
  readonly to?: string;
}

/** A box was opened at its TPS, before those who watch. */
export interface Opened extends Common {
  readonly kind: "opened";
  readonly package: string;
  readonly place: string;
  readonly seals?: readonly string[];
  readonly photos?: readonly string[];
}

/** Voting and counting with this box are over. */
export interface Used extends Common {
  readonly kind: "used";
  readonly package: string;
  readonly place: string;
}

/** A load was handed over, says the giver. */
export interface Given extends Common {
  readonly kind: "given";
  readonly shipment?: string;
  readonly list?: string;
  readonly without?: readonly string[];
  readonly packages?: readonly string[];
  readonly giver: string;
  readonly receiver: string;
  readonly place: string;
  readonly to?: string;
  readonly checks?: readonly Check[];
  readonly condition?: string;
  readonly photos?: readonly string[];
  readonly gps?: Gps;
  readonly paper?: string;
}

/** A load was taken over, says the receiver; `given` is the other half. */
export interface Received extends Common {
  readonly kind: "received";
  readonly shipment?: string;
  readonly list?: string;
  readonly without?: readonly string[];
  readonly packages?: readonly string[];
  readonly giver: string;
  readonly receiver: string;
  readonly place: string;
  readonly to?: string;
  readonly checks?: readonly Check[];
  readonly condition?: string;
  readonly photos?: readonly string[];
  readonly gps?: Gps;
  readonly paper?: string;
  readonly given?: string;
}

/** A load was not taken over; it stays with the giver. */
export interface RefusedLoad extends Common {
  readonly kind: "refused";
  readonly shipment?: string;
  readonly list?: string;
  readonly without?: readonly string[];
  readonly packages?: readonly string[];
  readonly giver: string;
  readonly receiver: string;
  readonly place: string;
  readonly to?: string;
  readonly checks?: readonly Check[];
  readonly condition?: string;
  readonly photos?: readonly string[];
  readonly gps?: Gps;
  readonly paper?: string;
  readonly given: string;
  readonly reason?: string;
  readonly note?: string;
}

/** A load changed vehicles on the way; the holder stayed the same. */
export interface Transferred extends Common {
  readonly kind: "transferred";
  readonly shipment?: string;
  readonly list?: string;
  readonly without?: readonly string[];
  readonly packages?: readonly string[];
  readonly place: string;
  readonly vehicle?: string;
  readonly reason?: string;
  readonly note?: string;
  readonly photos?: readonly string[];
  readonly gps?: Gps;
}

/** Packages were moved to another place by whoever holds them. */
export interface Relocated extends Common {
  readonly kind: "relocated";
  readonly shipment?: string;
  readonly list?: string;
  readonly without?: readonly string[];
  readonly packages?: readonly string[];
  readonly place?: string;
  readonly to: string;
  readonly reason?: string;
  readonly note?: string;
  readonly photos?: readonly string[];
}

/** A supervisor saw what another fact says, and found it so or not. */
export interface Witnessed extends Common {
  readonly kind: "witnessed";
  readonly shipment?: string;
  readonly list?: string;
  readonly without?: readonly string[];
  readonly packages?: readonly string[];
  readonly fact: string;
  readonly place?: string;
  readonly finding?: string;
  readonly checks?: readonly Check[];
  readonly note?: string;
  readonly photos?: readonly string[];
  readonly gps?: Gps;
}

/** A store or packages were looked at. */
export interface Inspected extends Common {
  readonly kind: "inspected";
  readonly shipment?: string;
  readonly list?: string;
  readonly without?: readonly string[];
  readonly packages?: readonly string[];
  readonly place: string;
  readonly outcome: string;
  readonly checklist?: string;
  readonly checks?: readonly Check[];
  readonly photos?: readonly string[];
  readonly note?: string;
}

/** Something went wrong; `what` says in one word. */
export interface Incident extends Common {
  readonly kind: "incident";
  readonly shipment?: string;
  readonly list?: string;
  readonly without?: readonly string[];
  readonly packages?: readonly string[];
  readonly what: string;
  readonly place?: string;
  readonly checks?: readonly Check[];
  readonly photos?: readonly string[];
  readonly gps?: Gps;
  readonly note?: string;
}

/** Where a load is on its way. */
export interface Positioned extends Common {
  readonly kind: "positioned";
  readonly shipment: string;
  readonly gps?: Gps;
  readonly place?: string;
}

/** Who goes with a load, and how many. */
export interface Escorted extends Common {
  readonly kind: "escorted";
  readonly shipment: string;
  readonly escort: string;
  readonly count?: number;
  readonly place?: string;
}

/** Who guards a place, how many, from when to when. */
export interface Guarded extends Common {
  readonly kind: "guarded";
  readonly place: string;
  readonly guard: string;
  readonly count?: number;
  readonly starts: string;
  readonly ends: string;
}

/** Voting began at a TPS, with what was seen of its boxes. */
export interface VotingOpened extends Common {
  readonly kind: "voting_opened";
  readonly place: string;
  readonly starts: string;
  readonly reason?: string;
  readonly checks?: readonly Check[];
  readonly photos?: readonly string[];
  readonly note?: string;
}

/** How many had voted at a TPS by then. */
export interface Turnout extends Common {
  readonly kind: "turnout";
  readonly place: string;
  readonly voters: number;
  readonly dpt?: number;
  readonly moved?: number;
  readonly unlisted?: number;
}

/** What became of the ballot papers of one SKU at a TPS. */
export interface Ballots extends Common {
  readonly kind: "ballots";
  readonly place: string;
  readonly sku: string;
  readonly received: number;
  readonly used: number;
  readonly spoiled: number;
  readonly left: number;
  readonly reason?: string;
  readonly note?: string;
}

/** The votes of one SKU at a TPS, as its form shows them. */
export interface Result extends Common {
  readonly kind: "result";
  readonly place: string;
  readonly sku: string;
  readonly votes: readonly Counted[];
  readonly invalid: number;
  readonly valid?: number;
  readonly photos?: readonly string[];
  readonly reason?: string;
  readonly note?: string;
}

/** Loose ballot papers went from one TPS to another, by SKU. */
export interface PapersMoved extends Common {
  readonly kind: "papers_moved";
  readonly place: string;
  readonly to: string;
  readonly contents: readonly Counted[];
  readonly paper?: string;
  readonly reason?: string;
  readonly note?: string;
}

/** A key of the installation; the first fact of a log is its root. */
export interface DeskEnrolled extends Common {
  readonly kind: "desk_enrolled";
  readonly key: string;
}

/** A person has a role in an area for a time. */
export interface Assigned extends Common {
  readonly kind: "assigned";
  readonly person: string;
  readonly as_role: string;
  readonly area: string;
  readonly starts: string;
  readonly ends: string;
}

/** The first fact of a device: its key, for the assignment of its letter. */
export interface Enrolled extends Common {
  readonly kind: "enrolled";
  readonly key: string;
  readonly mac: string;
}

/** Facts of a device stand up to a number; an assignment ends. */
export interface Revoked extends Common {
  readonly kind: "revoked";
  readonly target?: string;
  readonly upto?: number;
  readonly ended?: string;
  readonly reason?: string;
  readonly note?: string;
}

/** The list of a shipment, by its hash, and from where to where it goes. */
export interface Listed extends Common {
  readonly kind: "listed";
  readonly shipment: string;
  readonly list: string;
  readonly start: string;
  readonly to: string;
  readonly count: number;
}

/** A plan was published, by its hash; `occasion` if not the main delivery. */
export interface PlanPublished extends Common {
  readonly kind: "plan_published";
  readonly plan: string;
  readonly number: number;
  readonly occasion?: string;
}

/** Another fact is wrong; `stands` names the one that holds instead. */
export interface Corrected extends Common {
  readonly kind: "corrected";
  readonly shipment?: string;
  readonly list?: string;
  readonly without?: readonly string[];
  readonly packages?: readonly string[];
  readonly fact: string;
  readonly stands?: string;
  readonly reason: string;
  readonly note?: string;
  readonly paper?: string;
}

/** What another fact says did not take place. */
export interface Cancelled extends Common {
  readonly kind: "cancelled";
  readonly shipment?: string;
  readonly list?: string;
  readonly without?: readonly string[];
  readonly packages?: readonly string[];
  readonly fact: string;
  readonly reason: string;
  readonly note?: string;
}

/** One package takes the place of another. */
export interface Replaced extends Common {
  readonly kind: "replaced";
  readonly package: string;
  readonly replacement: string;
  readonly reason: string;
  readonly note?: string;
  readonly paper?: string;
}

/** Packages or surplus papers were destroyed before witnesses. */
export interface Destroyed extends Common {
  readonly kind: "destroyed";
  readonly shipment?: string;
  readonly list?: string;
  readonly without?: readonly string[];
  readonly packages?: readonly string[];
  readonly place: string;
  readonly contents?: readonly Counted[];
  readonly paper?: string;
  readonly reason: string;
  readonly note?: string;
  readonly photos?: readonly string[];
}

/** Packages that came back were put away for good. */
export interface Archived extends Common {
  readonly kind: "archived";
  readonly shipment?: string;
  readonly list?: string;
  readonly without?: readonly string[];
  readonly packages?: readonly string[];
  readonly place: string;
}

export type Fact =
  | Commissioned
  | Released
  | Packed
  | CountedAgain
  | Sealed
  | Unsealed
  | SealsIssued
  | Opened
  | Used
  | Given
  | Received
  | RefusedLoad
  | Transferred
  | Relocated
  | Witnessed
  | Inspected
  | Incident
  | Positioned
  | Escorted
  | Guarded
  | VotingOpened
  | Turnout
  | Ballots
  | Result
  | PapersMoved
  | DeskEnrolled
  | Assigned
  | Enrolled
  | Revoked
  | Listed
  | PlanPublished
  | Corrected
  | Cancelled
  | Replaced
  | Destroyed
  | Archived;
