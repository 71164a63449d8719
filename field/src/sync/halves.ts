/**
 * Halves of handovers that came by the server: offers to this party, answers to what it gave.
 * The server is believed in nothing: each half is judged by the key that the list of the desk
 * names, and one whose key this phone does not know is left to the camera.
 */
import { now } from "../app/clock";
import { factOf } from "../facts/reading";
import { checkAnswer, checkOffer, checkSeen, listsIn, type Amber, type Offer } from "../handover/checking";
import { isProven, itemOf, keepOther, knownBy, type Known, type Knows } from "../handover/knowing";
import { HOLDERS, SUPERVISORS } from "../handover/loads";
import { takenBack } from "../handover/taken_back";
import type { Officer, SignedText } from "../keeping/records";
import type { Store } from "../keeping/store";
import { Malformed, utf8 } from "../log/bytes";
import type { Item } from "../log/parcels";
import type { Given, Received, RefusedLoad } from "../log/schema";
import { ask, Said, Silent } from "./asking";
import { fetchManifest } from "./manifest";

/** What a server answered, as it is kept: judged anew each time it is looked at. */
export interface Halves {
  readonly offers: readonly SignedText[];
  readonly answers: readonly SignedText[];
  /** For supervisors: what changed hands in their area. */
  readonly seen: readonly SignedText[];
  /** Lists of loads that this phone's own list does not name. */
  readonly lists: readonly string[];
}

interface KeptHalves extends Halves {
  readonly query: string;
  readonly etag: string;
}

/** An offer that this officer may answer. */
export interface Open {
  readonly offer: Offer;
  readonly item: Item;
  /** With the lists that came along: what a QR would have brought. */
  readonly items: readonly Item[];
}

/** Own offers that are asked about at once, the newest first. */
const MOST_ASKED = 20;
const MARK = 16;

export const halvesKey = (device: string): string => `halves:${device}`;

/** Return the halves in an answer. Throws `Malformed` for anything else, as a hotel's login page. */
export function readHalves(text: string): Halves {
  let value: { readonly [name: string]: unknown };
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    throw new Malformed("not an answer");
  }
  const { v, offers, answers, seen, lists } = value ?? {};
  if (v !== 1 || ![offers, answers, seen, lists].every(Array.isArray)) throw new Malformed("not an answer");
  return { offers: signedIn(offers), answers: signedIn(answers), seen: signedIn(seen), lists: (lists as unknown[]).filter((each) => typeof each === "string") };
}

function signedIn(found: unknown): SignedText[] {
  return (found as Partial<SignedText>[]).flatMap((each) => (typeof each?.body === "string" && typeof each.sig === "string" ? [{ body: each.body, sig: each.sig }] : []));
}

/** The same, as a part of every sync: what cannot be asked now comes by the next one. */
export async function fetchHalves(store: Store, officer: Officer): Promise<void> {
  await quietly(askHalves(store, officer));
}

/** What a server does not answer, or not in our words, changes nothing here. */
async function quietly(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Silent || error instanceof Said || error instanceof Malformed)) throw error;
  }
}

/**
 * Ask for the halves that concern this officer, keep them, and keep answers that hold with the
 * facts to be sent. Returns whether anything is otherwise than before. Throws as `ask` does.
 */
export async function askHalves(store: Store, officer: Officer): Promise<boolean> {
  if (!HOLDERS.has(officer.role) && !SUPERVISORS.has(officer.role)) return false;
  const query = await queryFor(store, officer);
  const kept = await keptFor(store, officer);
  const tag = kept?.query === query ? kept.etag : "";
  const answer = await ask(officer, { method: "GET", path: `/halves${query}`, ...(tag === "" ? {} : { headers: { "If-None-Match": tag } }) });
  const isSame = answer.status === 304;
  if (!isSame) {
    const halves = readHalves(await answer.text());
    await store.set(halvesKey(officer.device), { ...halves, query, etag: answer.headers.get("ETag") ?? "" } satisfies KeptHalves);
    // A key may have enrolled since the list came: the new one is signed by the desk.
    if (await hasStranger(store, officer, halves)) await quietly(fetchManifest(store, officer));
  }
  return (await settle({ store, officer, now })) || !isSame;
}

/** `?of=` and the beginnings of the names of own offers that nobody answered. */
async function queryFor(store: Store, officer: Officer): Promise<string> {
  if (!HOLDERS.has(officer.role)) return "";
  const facts = await store.briefs(officer.device);
  const back = takenBack(facts);
  const over = new Set(facts.flatMap(({ fact }) => (fact.kind === "received" || fact.kind === "refused" ? [fact.given] : [])));
  const open = facts.filter(({ own, name, fact }) => own && fact.kind === "given" && !over.has(name) && !back.has(name)).sort((a, b) => b.seq - a.seq);
  const marks = open.slice(0, MOST_ASKED).map(({ name }) => name.slice(0, MARK));
  return marks.length === 0 ? "" : `?of=${marks.join(",")}`;
}

async function keptFor(store: Store, officer: Officer): Promise<KeptHalves | undefined> {
  return (await store.setting(halvesKey(officer.device))) as KeptHalves | undefined;
}

/** Keep the answers that hold, as if they had been scanned. Returns whether there was a new one. */
async function settle(context: Knows): Promise<boolean> {
  const kept = await keptFor(context.store, context.officer);
  if (kept === undefined || kept.answers.length === 0) return false;
  let found = false;
  for (const text of kept.answers) {
    // Known anew each time: of two answers the first one counts, the second is evidence.
    const known = await knownBy(context);
    const answer = await answerIn(text, known);
    if (answer === null || known.halves.some((half) => half.kept.name === answer.name && isProven(half.proof))) continue;
    await keepOther(context, itemOf(text), { name: answer.name, kind: answer.answer.kind, seq: answer.answer.seq ?? 0 });
    found = true;
  }
  return found;
}

async function answerIn(text: SignedText, known: Known) {
  const fact = factOf(text);
  const name = fact?.kind === "received" || fact?.kind === "refused" ? (fact.given ?? "") : "";
  const given = known.halves.find(({ kept, fact: half }) => half.kind === "given" && kept.name === name && kept.own)?.fact;
  const item = itemIn(text);
  if (given?.kind !== "given" || item === null) return null;
  const verdict = await checkAnswer(item, given, name, known.here);
  return verdict.is === "answer" && isSure(verdict.amber) ? verdict : null;
}

/** Return the offers that this officer may answer now, newest first. */
export async function openOffers(context: Knows): Promise<Open[]> {
  const kept = await keptFor(context.store, context.officer);
  if (kept === undefined || kept.offers.length === 0) return [];
  const lists = kept.lists.map((each): Item => ({ body: utf8(each), sig: null }));
  const { here } = await knownBy(context, listsIn(lists));
  const found: Open[] = [];
  for (const text of kept.offers) {
    const item = itemIn(text);
    const offer = item === null ? null : await checkOffer(item, here);
    if (item === null || offer?.is !== "offer" || !isSure(offer.amber)) continue;
    found.push({ offer, item, items: [...lists.filter((each) => [...listsIn([each]).keys()].includes(offer.given.list ?? "")), item] });
  }
  return found;
}

/** One half that changed hands in the area of a supervisor, newest first; only with a key that is known. */
export interface SeenHalf {
  readonly name: string;
  readonly half: Given | Received | RefusedLoad;
  readonly amber: readonly Amber[];
  readonly item: Item;
}

export async function seenHalves(context: Knows): Promise<SeenHalf[]> {
  const kept = await keptFor(context.store, context.officer);
  const { here } = await knownBy(context);
  const found: SeenHalf[] = [];
  for (const text of kept?.seen ?? []) {
    const item = itemIn(text);
    const verdict = item === null ? null : await checkSeen(item, here);
    if (item === null || verdict?.is !== "half" || verdict.amber.includes("unknown_key")) continue;
    found.push({ name: verdict.name, half: verdict.half, amber: verdict.amber, item });
  }
  return found;
}

/** By the network nobody stands before us: what is amber but for the clock needs the camera. */
function isSure(amber: readonly Amber[]): boolean {
  return amber.every((each) => each === "clock");
}

async function hasStranger(store: Store, officer: Officer, halves: Halves): Promise<boolean> {
  const { here } = await knownBy({ store, officer, now });
  return [...halves.offers, ...halves.answers].some((each) => {
    const device = factOf(each)?.device;
    return device !== undefined && !here.peers.has(device);
  });
}

function itemIn(text: SignedText): Item | null {
  try {
    return itemOf(text);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
