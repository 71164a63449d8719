/** An office as phones meet it: it answers what a test says, and signs like a desk. */
import { vi } from "vitest";
import type { Kept, Officer } from "../../src/keeping/records";
import { Store } from "../../src/keeping/store";
import { textOf, toBase64, utf8 } from "../../src/log/bytes";
import { encode, nameOf } from "../../src/log/canonical";
import { checkpointText } from "../../src/log/checkpoints";
import { EVENT, RECEIPT, signBody, signerFromSeed, type Signer } from "../../src/log/keys";
import { ED25519, signNote, writeNote, writeVkey } from "../../src/log/notes";
import { leafHash, rootOf } from "../../src/log/tree";

export const LOG = "kpu.example/contoh-2029/99.01";
export const [desk, me, stranger] = [1, 2, 3].map((byte) => signerFromSeed(new Uint8Array(32).fill(byte))) as [Signer, Signer, Signer];
const bytes = new ArrayBuffer(1);
let number = 0;

export const officer = (more: Partial<Officer> = {}): Officer => ({
  device: me.keyId, public: bytes, key: { kind: "bare", seed: new Uint8Array(32).fill(2).buffer }, pin: { salt: bytes, hash: bytes, rounds: 1, wrong: 0, left: 0, at: 0, run: "" },
  log: LOG, election: "contoh-2029", kabupaten: "99.01", role: "kpps", area: "99.01.01.1001-001", assignment: "b".repeat(64), expires: "2029-11-30T00:00:00Z",
  servers: ["https://kpu.test"], letter: "{}", seq: 0, prev: "", borrowed: false, ...more,
});

/** A fact as the outbox keeps it, signed. */
export async function fact(seq: number, more: Partial<Kept> = {}): Promise<Kept> {
  const own = more.own ?? true;
  const body = encode({ kind: more.kind ?? "used", n: `${seq}${own}` });
  const sig = toBase64(await signBody(own ? me : stranger, EVENT, body));
  return { name: nameOf(body), device: me.keyId, seq, kind: "used", body: textOf(body), sig, own, stored: seq, ...more };
}

const vkey = writeVkey({ name: LOG, kind: ED25519, public: desk.public });
/** A policy in which the log, whose key is here the desk's, needs no witness. */
export const POLICY = `log ${vkey}\nquorum none\n`;

/** What `/proofs` says of a log of these leaves to somebody who has seen `since` of them. */
export async function gathered(leaves: readonly string[], consistency: readonly Uint8Array[] = []): Promise<Response> {
  const text = checkpointText({ origin: LOG, size: leaves.length, root: rootOf(leaves.map((each) => leafHash(utf8(each)))) });
  const note = textOf(writeNote({ text, signatures: [await signNote(text, LOG, desk)] }));
  return json(JSON.stringify({ v: 1, checkpoint: note, witnessed: true, hashes: [], facts: [], consistency: consistency.map(toBase64) }));
}

export async function receipt(name: string, more: Record<string, string | number> = {}) {
  const body = encode({ fact: name, log: LOG, number: 7, received: "2029-11-20T08:00:00Z", v: 1, verdict: "accepted", within: 600, ...more });
  return { body: textOf(body), sig: toBase64(await signBody(desk, RECEIPT, body)) };
}

/** A store with this officer, who is believed to belong to this desk, and these facts in the outbox. */
export async function storeWith(facts: readonly Kept[], of = officer()): Promise<Store> {
  const store = await Store.open(`office-${(number += 1)}`);
  await store.enrol(of, facts[0] ?? (await fact(1, { kind: "enrolled" })));
  for (const each of facts.slice(1)) await store.keepOther(each);
  await store.set(`trust:${LOG}`, { desks: [toBase64(desk.public)], logKeys: [], policy: "" });
  return store;
}

export type Answer = (request: { readonly url: string; readonly method: string; readonly names: readonly string[]; readonly text: string }) => Response | Promise<Response>;

/** Answer every request; returns what was asked: host, path, and how many facts. */
export function answering(paths: Readonly<Record<string, Answer>>): string[] {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (url: string, { method = "GET", body }: { method?: string; body?: Uint8Array }) => {
    const { host, pathname } = new URL(url);
    const path = pathname.split("99.01")[1] ?? "";
    const names = path === "/facts" && body !== undefined ? await namesIn(body) : [];
    asked.push(`${host}${path}${path === "/facts" ? ` ${names.length}` : ""}`);
    const answer = paths[Object.keys(paths).find((each) => path.startsWith(each)) ?? ""];
    return answer === undefined ? refused(404, "not_found") : answer({ url, method, names, text: body === undefined || path === "/facts" ? "" : textOf(new Uint8Array(body)) });
  });
  return asked;
}

async function namesIn(body: Uint8Array): Promise<string[]> {
  const { readParcel } = await import("../../src/log/parcels");
  try {
    const { facts } = JSON.parse(textOf(new Uint8Array(body))) as { facts: { body: string }[] };
    return facts.map((each) => nameOf(utf8(each.body)));
  } catch {
    return (await readParcel(new Uint8Array(body))).map((each) => nameOf(each.body));
  }
}

export const refused = (status: number, code: string): Response => new Response(JSON.stringify({ code, sentence: code }), { status });

/** The desk's receipts for all of these. */
export const accepts: Answer = async ({ names }) => json(JSON.stringify({ receipts: await Promise.all(names.map((each) => receipt(each))) }));

/** An answer in the form of ours. */
export const json = (text: string): Response => new Response(text, { headers: { "Content-Type": "application/json" } });
