/** The list of what an officer will meet: fetched when it changed, and kept. */
import { now } from "../app/clock";
import type { Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import { sha256, toHex, utf8 } from "../log/bytes";
import { parseCheckpoint } from "../log/checkpoints";
import { parseNote } from "../log/notes";
import { manifestFor } from "../manifest/kept";
import { readManifest } from "../manifest/read";
import type { Manifest } from "../manifest/types";
import { ask, Said } from "./asking";
import { Alarmed } from "./trouble";
import { believe, trustOf } from "./trust";

/**
 * Fetch the list of an officer, if it changed. Throws `Silent`, `Said` and `Malformed`, and
 * `Alarmed` where it is not this officer's, or no desk key that is believed signed it: then
 * nothing of it is kept. A list older than the one that is here changes nothing.
 */
export async function fetchManifest(store: Store, officer: Officer): Promise<void> {
  const kept = await store.manifest(officer.device);
  const isFresh = kept !== undefined && Math.abs(now().getTime() - kept.fetched) < WHOLE;
  const etag = isFresh ? ((await store.setting(`etag:${officer.device}`)) as string | undefined) : undefined;
  const answer = await ask(officer, { method: "GET", path: "/manifest", ...(etag === undefined ? {} : { headers: { "If-None-Match": etag } }) });
  // Nobody signed "not changed": it does not make the list any newer.
  if (answer.status === 304) return;
  const text = await answer.text();
  const bytes = utf8(text);
  const found = readManifest(bytes);
  const before = await manifestFor(store, officer);
  if (before !== null && ageOf(found) < ageOf(before)) return;
  const policy = await policyFor(store, officer, found.trust.policy);
  const desks = found.trust.desks.map(({ key }) => key);
  const signatures = (answer.headers.get(SIGNED) ?? "").split(",").map((each) => each.trim());
  const ended = found.trust.desks.filter(({ upto }) => upto !== null).map(({ key }) => key);
  const isMine = found.log === officer.log && found.you.role === officer.role && found.you.area === officer.area;
  if (!isMine || !(await believe(store, officer, { desks, logKeys: found.trust.keys, policy, bytes, signatures, ended }))) throw new Alarmed("letter");
  await store.keepManifest({ device: officer.device, text, fetched: now().getTime() });
  await store.set(`etag:${officer.device}`, answer.headers.get("ETag") ?? undefined);
}

/** After so many ms the whole list is asked for, although it may be the same: only what is signed is fresh. */
const WHOLE = 86_400_000;
/** The header in which the desk signs the bytes of a list. */
const SIGNED = "Tepat-Desk-Signature";

/** How much of the log stood behind a list: its checkpoint's size, 0 before the first. */
function ageOf({ checkpoint }: Manifest): number {
  return checkpoint === "" ? 0 : parseCheckpoint(parseNote(utf8(checkpoint)).text).size;
}

/** The policy with this hash: what is kept, or what the server sends under it; "" where there is none. */
async function policyFor(store: Store, officer: Officer, hash: string): Promise<string> {
  if (hash === "") return "";
  const known = (await trustOf(store, officer.log))?.policy ?? "";
  if (known !== "" && toHex(sha256(utf8(known))) === hash) return known;
  try {
    const text = await (await ask(officer, { method: "GET", path: "/policy", answer: "text" })).text();
    return toHex(sha256(utf8(text))) === hash ? text : "";
  } catch (error) {
    if (error instanceof Said) return "";
    throw error;
  }
}
