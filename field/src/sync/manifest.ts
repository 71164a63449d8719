/** The list of what an officer will meet: fetched when it changed, and kept. */
import { now } from "../app/clock";
import type { Officer } from "../keeping/records";
import type { Store } from "../keeping/store";
import { sha256, toHex, utf8 } from "../log/bytes";
import { readManifest } from "../manifest/read";
import { ask, Said } from "./asking";
import { Alarmed } from "./trouble";
import { believe, trustOf } from "./trust";

/**
 * Fetch the list of an officer, if it changed. Throws `Silent`, `Said` and `Malformed`, and
 * `Alarmed` where no desk key of the list signed the letter: then nothing of it is kept.
 */
export async function fetchManifest(store: Store, officer: Officer): Promise<void> {
  const kept = await store.manifest(officer.device);
  const etag = kept === undefined ? undefined : ((await store.setting(`etag:${officer.device}`)) as string | undefined);
  const answer = await ask(officer, { method: "GET", path: "/manifest", ...(etag === undefined ? {} : { headers: { "If-None-Match": etag } }) });
  if (answer.status === 304) {
    if (kept !== undefined) await store.keepManifest({ ...kept, fetched: now().getTime() });
    return;
  }
  const text = await answer.text();
  const { trust } = readManifest(utf8(text));
  const policy = await policyFor(store, officer, trust.policy);
  const desks = trust.desks.map(({ key }) => key);
  if (!(await believe(store, officer, { desks, logKeys: trust.keys, policy }))) throw new Alarmed("letter");
  await store.keepManifest({ device: officer.device, text, fetched: now().getTime() });
  await store.set(`etag:${officer.device}`, answer.headers.get("ETag") ?? undefined);
}

/** The policy with this hash: what is kept, or what the server sends under it; "" where there is none. */
async function policyFor(store: Store, officer: Officer, hash: string): Promise<string> {
  if (hash === "") return "";
  const known = (await trustOf(store, officer.log))?.policy ?? "";
  if (known !== "" && toHex(sha256(utf8(known))) === hash) return known;
  try {
    const text = await (await ask(officer, { method: "GET", path: "/policy" })).text();
    return toHex(sha256(utf8(text))) === hash ? text : "";
  } catch (error) {
    if (error instanceof Said) return "";
    throw error;
  }
}
