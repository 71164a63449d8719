/** What this phone knows when it looks at the other half: from manifest, archive and outbox. */
import type { Context } from "../app/context";
import { factOf } from "../facts/reading";
import type { Archived, Kept, Officer } from "../keeping/records";
import { fromBase64, utf8 } from "../log/bytes";
import { keyId } from "../log/keys";
import type { Item } from "../log/parcels";
import type { Given, Received, RefusedLoad } from "../log/schema";
import { manifestFor } from "../manifest/kept";
import type { Contact, Manifest } from "../manifest/types";
import { placeName } from "../enrol/place";
import { spokenAt } from "../tasks/voting_state";
import { words } from "../app/words";
import { proofOf, type Here, type Peer, type Proof } from "./checking";
import { listedBack, loadBack } from "./back";
import type { Load } from "./loads";
import type { Seals } from "./saying";

export interface Known {
  readonly here: Here;
  readonly manifest: Manifest | null;
  readonly loads: readonly Load[];
  readonly seals: Seals;
  /** Keys of the desk, which sign letters. */
  readonly desks: readonly Uint8Array[];
  readonly names: ReadonlyMap<string, string>;
  readonly contacts: readonly Contact[];
  readonly halves: readonly Half[];
}

/** One half that this phone keeps, its own or another's. */
export interface Half {
  readonly kept: Kept | Archived;
  readonly fact: Given | Received | RefusedLoad;
  readonly proof: Proof;
}

export type Mine = Context & { readonly officer: Officer };

/** What has to be there to know anything: also where no screen is drawn. */
export type Knows = Pick<Mine, "store" | "officer" | "now">;

const HALVES: ReadonlySet<string> = new Set(["given", "received", "refused"]);
const PEERS = "handover:peers";

/** Gather what is known now. `lists` are those that came along with an offer. */
export async function knownBy(context: Knows, lists: ReadonlyMap<string, Load> = new Map()): Promise<Known> {
  const { store, officer } = context;
  const manifest = await manifestFor(store, officer);
  const listed = (manifest?.loads ?? []).map(({ code, start, to, list, packages }) => ({ shipment: code, start, to, list, packages: [...packages].sort() }));
  const peers = new Map([...(await provenPeers(context)), ...peersOf(manifest)]);
  const all = await store.briefs(undefined, { unproven: true });
  const kept = await store.named(all.flatMap(({ name, fact }) => (HALVES.has(fact.kind) ? [name] : [])));
  const proved = await Promise.all(kept.map((each) => proofFor(store, each, peers)));
  const briefs = await store.briefs();
  const back = manifest === null || listedBack(manifest, officer, briefs) !== null ? null : loadBack(officer, briefs, spokenAt(briefs, officer), manifest.loads);
  const loads = back === null ? listed : [...listed, back];
  const halves = proved.flatMap(({ kept: each, proof }): Half[] => {
    const fact = factOf(each);
    return fact?.kind === "given" || fact?.kind === "received" || fact?.kind === "refused" ? [{ kept: each, fact, proof }] : [];
  });
  const answers = new Map<string, string[]>();
  for (const { kept: each, fact, proof } of halves) {
    if (isProven(proof) && fact.kind !== "given" && fact.given !== undefined) answers.set(fact.given, [...(answers.get(fact.given) ?? []), each.name]);
  }
  return {
    here: {
      election: officer.election,
      kabupaten: officer.kabupaten,
      device: officer.device,
      role: officer.role,
      area: officer.area,
      peers,
      loads: new Map([...lists, ...listed.map((load) => [load.list, load] as const)]),
      answers,
      now: context.now(),
    },
    manifest,
    loads,
    seals: new Map((manifest?.places ?? []).flatMap((place) => place.packages.map((met) => [met.code, met.seals] as const))),
    desks: (manifest?.trust.desks ?? []).map((desk) => fromBase64(desk.key)),
    names: new Map(Object.entries(manifest?.areas ?? {})),
    contacts: manifest?.contacts ?? [],
    halves,
  };
}

/** Whether a half counts: this phone made it, or checked who did. */
export function isProven(proof: Proof): boolean {
  return proof === "own" || proof === "proven";
}

/** What was kept unchecked is checked once its key is known, under each signature that came with it. */
async function proofFor(store: Knows["store"], kept: Kept | Archived, peers: ReadonlyMap<string, Peer>): Promise<{ readonly kept: Kept | Archived; readonly proof: Proof }> {
  if (kept.own || kept.unproven === undefined) return { kept, proof: kept.own ? "own" : "proven" };
  let proof: Proof = "wrong";
  for (const sig of [kept.sig, ...(kept.alternatives ?? [])]) {
    proof = await proofOf(itemOf({ body: kept.body, sig }), peers);
    if (proof === "unknown") break;
    if (proof !== "proven") continue;
    const { unproven: _, alternatives: __, ...plain } = kept;
    await store.keepOther({ ...plain, sig });
    return { kept: { ...plain, sig }, proof };
  }
  return { kept, proof };
}

function peersOf(manifest: Manifest | null): [string, Peer][] {
  return (manifest?.devices ?? []).map(({ key, role, area, upto }) => {
    const bytes = fromBase64(key);
    return [keyId(bytes), { key: bytes, role, area, upto, from: "manifest" }];
  });
}

/** Keys that were proven by a letter on this phone before. */
async function provenPeers({ store, officer }: Knows): Promise<ReadonlyMap<string, Peer>> {
  return ((await store.setting(`${PEERS}:${officer.log}`)) as ReadonlyMap<string, Peer> | undefined) ?? new Map();
}

/** Keep a key that its owner's letter proved. */
export async function keepPeer(context: Mine, device: string, peer: Peer): Promise<void> {
  const known = new Map(await provenPeers(context));
  await context.store.set(`${PEERS}:${context.officer.log}`, known.set(device, peer));
}

/** The half called `name`, if this phone keeps it. */
export function halfCalled(known: Known, name: string): Half | undefined {
  return known.halves.find(({ kept }) => kept.name === name);
}

/** The load that a half speaks of, as far as this phone knows it. */
export function loadOf(known: Known, half: Given | Received | RefusedLoad): Load {
  const { shipment = "", list = "", packages = [], to = "", place } = half;
  return known.here.loads.get(list) ?? { shipment, list, packages: [...packages], start: place, to };
}

/** Keep the other phone's fact, to be sent from here too; it counts for nothing until its key is known. */
export async function keepOther(context: Knows, item: Item, kept: Pick<Kept, "name" | "kind" | "seq" | "countersigned">): Promise<void> {
  const { store, officer, now } = context;
  const peers = new Map([...(await provenPeers(context)), ...peersOf(await manifestFor(store, officer))]);
  const unproven = (await proofOf(item, peers)) === "proven" ? {} : { unproven: true as const };
  const text = new TextDecoder().decode(item.body);
  let sig = "";
  for (const byte of item.sig ?? []) sig += String.fromCharCode(byte);
  await store.keepOther({ ...kept, device: officer.device, body: text, sig: btoa(sig), own: false, stored: now().getTime(), ...unproven });
}

export function itemOf(kept: { readonly body: string; readonly sig: string }): Item {
  return { body: utf8(kept.body), sig: fromBase64(kept.sig) };
}

/** "PPS Salikung" for `pps@63.09.05.2003`. */
export function partyName(party: string, names: ReadonlyMap<string, string>): string {
  const at = party.indexOf("@");
  const [role, area] = [party.slice(0, at), party.slice(at + 1)];
  return `${words().roles[role] ?? role} ${placeName(area, names)}`;
}
