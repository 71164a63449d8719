/**
 * What a phone says of the other side's half, without a network: read, judged against what this
 * phone knows, and answered in one verdict. Nothing here asks the clock or the store.
 *
 * Amber lets the handover go on and says what is not known; the fold settles it later. Red does
 * not, and names the one next step.
 */
import { Malformed, utf8, type Bytes } from "../log/bytes";
import { nameOf } from "../log/canonical";
import { readFact, Unreadable, type Fact } from "../log/envelope";
import { bodyVerifies, EVENT } from "../log/keys";
import type { Given, Received, RefusedLoad } from "../log/schema";
import type { Item } from "../log/parcels";
import { isIn, readList, type Load } from "./loads";

/**
 * An offer older than this is yesterday's: its load may long be with somebody else. One on paper
 * waits for whoever signed the paper, also for days.
 */
export const OFFER_LASTS_MS = 24 * 3_600_000;
/** Clocks this far apart are said; facts are never refused for it. */
export const CLOCKS_DIFFER_MS = 30 * 60_000;

/** A key of somebody else: from the manifest, or from the letter that its owner showed. */
export interface Peer {
  readonly key: Uint8Array;
  readonly role: string;
  readonly area: string;
  /** Its last fact that counts, null: all. */
  readonly upto: number | null;
  readonly from: "manifest" | "letter";
}

/** What this phone knows when it looks at a half. */
export interface Here {
  readonly election: string;
  readonly kabupaten: string;
  /** This officer's key, role and area. */
  readonly device: string;
  readonly role: string;
  readonly area: string;
  readonly peers: ReadonlyMap<string, Peer>;
  /** Loads by the hash of their list, from the manifest and from lists that came along. */
  readonly loads: ReadonlyMap<string, Load>;
  /** Of each `given` that was answered here or that this phone saw answered: by which facts. */
  readonly answers: ReadonlyMap<string, readonly string[]>;
  readonly now: Date;
}

export type Amber = "unknown_key" | "clock" | "other_receiver" | "unknown_list";

export type Red =
  | "unreadable"
  | "not_an_offer"
  | "not_an_answer"
  | "other_election"
  | "bad_signature"
  | "bad_answer"
  | "revoked"
  | "not_the_giver"
  | "not_the_receiver"
  | "own"
  | "other_giver"
  | "not_for_you"
  | "old"
  | "other_list"
  | "needs_list"
  | "answered"
  | "other_offer"
  | "second_answer";

export interface Refusal {
  readonly is: "red";
  readonly why: Red;
  /** What the half said, where it could be read: for the sentence. */
  readonly half: Given | Received | RefusedLoad | null;
  readonly name: string;
}

export interface Offer {
  readonly is: "offer";
  readonly name: string;
  readonly given: Given;
  /** The packages that are handed over. */
  readonly packages: readonly string[];
  readonly load: Load | null;
  readonly amber: readonly Amber[];
}

export interface Answer {
  readonly is: "answer";
  readonly name: string;
  readonly answer: Received | RefusedLoad;
  readonly amber: readonly Amber[];
}

/** Return what an offer is to the person who holds this phone. */
export async function checkOffer(item: Item, here: Here): Promise<Offer | Refusal> {
  const read = await readHalf(item, here);
  if ("is" in read) return read;
  const { fact, name, amber } = read;
  const red = (why: Red): Refusal => ({ is: "red", why, half: isHalf(fact) ? fact : null, name });
  if (fact.kind !== "given") return red("not_an_offer");
  if (fact.device === here.device) return red("own");
  const signer = here.peers.get(fact.device ?? "");
  if (signer !== undefined && !speaks(signer, fact.giver, fact.paper)) return red("not_the_giver");
  if (here.answers.has(name)) return red("answered");
  if (!isParty(here, fact.receiver)) return red("not_for_you");
  const age = here.now.getTime() - Date.parse(fact.at);
  if (age > OFFER_LASTS_MS && fact.paper === undefined) return red("old");
  if (age < -CLOCKS_DIFFER_MS) amber.push("clock");
  const known = fact.list === undefined ? undefined : here.loads.get(fact.list);
  if (fact.list !== undefined && known === undefined) {
    const other = [...here.loads.values()].some((load) => load.shipment === fact.shipment);
    return red(other ? "other_list" : "needs_list");
  }
  const without = new Set(fact.without ?? []);
  const packages = [...(known?.packages ?? []).filter((code) => !without.has(code)), ...(fact.packages ?? [])];
  return { is: "offer", name, given: fact, packages: packages.sort(), load: known ?? null, amber };
}

/** Return what an answer is to the person who gave: `given` is their own fact, called `name`. */
export async function checkAnswer(item: Item, given: Given, name: string, here: Here): Promise<Answer | Refusal> {
  const read = await readHalf(item, here);
  if ("is" in read) return read;
  const { fact, amber } = read;
  const red = (why: Red): Refusal => ({ is: "red", why, half: isHalf(fact) ? fact : null, name: read.name });
  if (fact.kind !== "received" && fact.kind !== "refused") return red("not_an_answer");
  if (fact.given !== name) return red("other_offer");
  if (fact.device === here.device) return red("own");
  if (fact.giver !== given.giver) return red("other_giver");
  if ((fact.list ?? "") !== (given.list ?? "")) return red("other_list");
  const signer = here.peers.get(fact.device ?? "");
  if (signer !== undefined && !speaks(signer, fact.receiver, fact.paper)) return red("not_the_receiver");
  const before = here.answers.get(name) ?? [];
  if (before.length > 0 && !before.includes(read.name)) return red("second_answer");
  if (fact.receiver !== given.receiver) amber.push("other_receiver");
  if (Math.abs(Date.parse(fact.at) - here.now.getTime()) > OFFER_LASTS_MS) amber.push("clock");
  return { is: "answer", name: read.name, answer: fact, amber };
}

/** Return one half, of any handover, for a supervisor who saw it. */
export async function checkSeen(item: Item, here: Here): Promise<{ is: "half"; name: string; half: Given | Received | RefusedLoad; amber: readonly Amber[] } | Refusal> {
  const read = await readHalf(item, here);
  if ("is" in read) return read;
  const { fact, name, amber } = read;
  if (!isHalf(fact)) return { is: "red", why: "not_an_offer", half: null, name };
  if (fact.list !== undefined && !here.loads.has(fact.list)) amber.push("unknown_list");
  return { is: "half", name, half: fact, amber };
}

/** Return any fact that another phone asks this one to carry. The door judges it again. */
export async function checkFact(item: Item, here: Here): Promise<{ is: "fact"; name: string; fact: Fact; amber: readonly Amber[] } | Refusal> {
  const read = await readHalf(item, here);
  return "is" in read ? read : { is: "fact", ...read };
}

/** Return the lists that came along, by their hashes: a hash proves which list it is. */
export function listsIn(items: readonly Item[]): Map<string, Load> {
  const loads = items.flatMap(({ body, sig }) => {
    const load = sig === null ? readList(body) : null;
    return load === null ? [] : [load];
  });
  return new Map(loads.map((load) => [load.list, load]));
}

type Half = Given | Received | RefusedLoad;
type ReadFact = { readonly fact: Fact; readonly name: string; readonly amber: Amber[] };

async function readHalf(item: Item, here: Here): Promise<ReadFact | Refusal> {
  const name = nameOf(item.body);
  const red = (why: Red, half: Half | null = null): Refusal => ({ is: "red", why, half, name });
  const fact = factIn(item.body);
  if (fact === null) return red("unreadable");
  const half = isHalf(fact) ? fact : null;
  if (fact.election !== here.election || fact.kabupaten !== here.kabupaten) return red("other_election", half);
  const signer = here.peers.get(fact.device ?? "");
  if (item.sig === null) return red("bad_signature", half);
  if (signer === undefined) return { fact, name, amber: ["unknown_key"] };
  if (!(await bodyVerifies(signer.key, EVENT, item.body, item.sig))) return red("bad_signature", half);
  if (signer.upto !== null && (fact.seq ?? 0) > signer.upto) return red("revoked", half);
  return { fact, name, amber: [] };
}

/** What this phone knows of who signed a fact: `unknown` counts for nothing until the key is shown. */
export type Proof = "own" | "proven" | "unknown" | "wrong";

/** Return whether a key that is known signed these bytes, and may say what they say. */
export async function proofOf(item: Item, peers: ReadonlyMap<string, Peer>): Promise<Exclude<Proof, "own">> {
  const fact = factIn(item.body);
  const signer = peers.get(fact?.device ?? "");
  if (fact === null || item.sig === null) return "wrong";
  if (signer === undefined) return "unknown";
  if (signer.upto !== null && (fact.seq ?? 0) > signer.upto) return "wrong";
  if (isHalf(fact) && !speaks(signer, fact.kind === "given" ? fact.giver : fact.receiver, fact.paper)) return "wrong";
  return (await bodyVerifies(signer.key, EVENT, item.body, item.sig)) ? "proven" : "wrong";
}

function factIn(body: Uint8Array): Fact | null {
  try {
    return readFact(body);
  } catch (error) {
    if (error instanceof Unreadable || error instanceof Malformed) return null;
    throw error;
  }
}

function isHalf(fact: Fact): fact is Half {
  return fact.kind === "given" || fact.kind === "received" || fact.kind === "refused";
}

function isParty(here: Here, party: string): boolean {
  const [role = "", area = ""] = split(party);
  return role === here.role && isIn(area, here.area);
}

/** Who may report what others signed on paper; the same rule as in the fold. */
const SIGNS_PAPER: ReadonlySet<string> = new Set(["kpu", "ppk", "pps"]);

function speaks(peer: Peer, party: string, paper: string | undefined): boolean {
  const [role = "", area = ""] = split(party);
  return (role === peer.role || (paper !== undefined && SIGNS_PAPER.has(peer.role))) && isIn(area, peer.area);
}

function split(party: string): string[] {
  const at = party.indexOf("@");
  return [party.slice(0, at), party.slice(at + 1)];
}

/** A fact as it is kept, as an item that travels. */
export function itemOf(kept: { readonly body: string; readonly sig: string }, fromBase64: (text: string) => Bytes): Item {
  return { body: utf8(kept.body), sig: fromBase64(kept.sig) };
}
