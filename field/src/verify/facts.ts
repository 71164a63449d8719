/** The facts of a log: form, signatures, chains of devices, links, hidden bodies. Twin of `verifying/facts.py`. */
import { fromBase64, Malformed, utf8, type Bytes } from "../log/bytes";
import { decodeObject, nameOf } from "../log/canonical";
import { parseEntry, type Entry, type FactEntry, type HiddenEntry } from "../log/entries";
import { readFact, Unreadable, type Fact } from "../log/envelope";
import type { Countersignature } from "../log/fields";
import { bodyVerifies, EVENT, isWeak, keyId } from "../log/keys";
import type { Report } from "./report";

interface Link {
  readonly seq: number;
  readonly number: number;
  readonly name: string;
  readonly prev: string;
}

interface Signature {
  readonly number: number;
  readonly body: Uint8Array;
  readonly name: string;
  readonly device: string;
  readonly sig: Uint8Array;
  readonly isOwn: boolean;
}

/** A checkpoint that a device says it had seen. */
interface Saw {
  readonly number: number;
  readonly size: number;
  /** The first 16 hexadecimal digits. */
  readonly root: string;
}

export interface Settled {
  /** Keys of the installation by their id, from the first fact of the log onwards. */
  readonly desks: ReadonlyMap<string, Uint8Array>;
}

export class Facts {
  readonly keys = new Map<string, Uint8Array>();
  readonly seen: Saw[] = [];
  lastReceived = "";
  private readonly numbers = new Map<string, number>();
  private readonly aside = new Map<string, Map<number, string>>();
  /** Who signed a fact besides its own device; and where it stands again because of them. */
  private readonly others = new Map<string, Set<string>>();
  private readonly repeated = new Map<string, Set<number>>();
  private readonly facts: { readonly number: number; readonly name: string; readonly fact: Fact }[] = [];
  private readonly signatures: Signature[] = [];
  private readonly chains = new Map<string, Link[]>();
  private readonly beside = new Set<string>();
  private readonly forged = new Set<string>();

  constructor(
    private readonly files: ReadonlyMap<string, Uint8Array>,
    private readonly origin: string,
    private readonly report: Report,
  ) {}

  /** Every number at which `name` stands in the log, as a fact or in quarantine. */
  places(name: string): Set<number> {
    const own = this.numbers.get(name);
    return new Set([...(own === undefined ? [] : [own]), ...this.asideOf(name).keys(), ...(this.repeated.get(name) ?? [])]);
  }

  /** The number of a fact that was admitted. */
  admitted(name: string): number | undefined {
    return this.numbers.get(name);
  }

  /** Whether an entry says this fact once more, for others who signed it. */
  standsAgain(name: string, number: number): boolean {
    return this.repeated.get(name)?.has(number) ?? false;
  }

  /** Each number at which bytes of this name lie in quarantine, with the reason. */
  asideOf(name: string): ReadonlyMap<number, string> {
    return this.aside.get(name) ?? new Map<number, string>();
  }

  /** Whether a fact in the open speaks of a package. */
  get nameAPackage(): boolean {
    return this.facts.some(({ name, fact }) => {
      if (this.forged.has(name) || this.beside.has(name)) return false;
      const { package: one, packages } = fact as { readonly package?: string; readonly packages?: readonly string[] };
      return Boolean(one) || (packages ?? []).length > 0;
    });
  }

  isOurs(fact: Fact): boolean {
    return this.origin.endsWith(`/${fact.election}/${fact.kabupaten}`);
  }

  isTaken(number: number): boolean {
    return [...this.numbers.values()].includes(number) || [...this.aside.values(), ...this.repeated.values()].some((each) => each.has(number));
  }

  read(number: number, leaf: Uint8Array): void {
    const entry = entryOf(leaf);
    if (entry === null) {
      this.report.found("changed", `Peristiwa nomor ${number} bukan peristiwa yang sah bentuknya.`);
      return;
    }
    const first = this.numbers.get(entry.name);
    if (entry.what === "fact" && first !== undefined && this.again(number, entry)) {
      if (entry.received > this.lastReceived) this.lastReceived = entry.received;
      return;
    }
    if (entry.what !== "quarantined" && first !== undefined) {
      this.report.found("changed", `Peristiwa nomor ${number} sudah ada sebagai nomor ${first}.`);
      return;
    }
    if (entry.received > this.lastReceived) this.lastReceived = entry.received;
    if (entry.what === "quarantined") {
      this.aside.set(entry.name, new Map(this.asideOf(entry.name)).set(number, entry.reason));
      return;
    }
    this.numbers.set(entry.name, number);
    if (entry.what === "hidden") this.hidden(number, entry);
    else {
      const fact = factIn(entry.body);
      if (fact === null) this.report.found("changed", `Peristiwa nomor ${number} bukan peristiwa yang sah bentuknya.`);
      else this.take(number, entry.name, fact, entry.body, entry.sig, entry.countersigned);
    }
  }

  /** Settle what had to wait for later facts. */
  async finish(): Promise<Settled> {
    const unknown = new Set<string>();
    for (const { number, body, name, device, sig, isOwn } of this.signatures) {
      const key = this.keys.get(device);
      if (key === undefined) {
        if (!unknown.has(device)) this.report.found("incomplete", `Kunci peristiwa nomor ${number} belum dikenal: surat tugasnya belum tiba.`);
        unknown.add(device);
        continue;
      }
      this.report.signatures += 1;
      if (await bodyVerifies(key, EVENT, body, sig)) continue;
      this.report.found("changed", `Tanda tangan peristiwa nomor ${number} tidak sah.`);
      if (isOwn) this.forged.add(name);
    }
    for (const [device, links] of this.chains) this.checkChain(device.slice(0, 8), links);
    for (const { number, fact } of this.facts) {
      const missing = (fact.after ?? []).filter((name) => this.places(name).size === 0).length;
      if (missing > 0) this.report.found("incomplete", `Peristiwa nomor ${number} mengikuti ${missing} peristiwa yang belum tiba.`);
    }
    return { desks: this.report.entries > 0 ? this.desks() : new Map<string, Uint8Array>() };
  }

  /** Take in who signed a fact besides; false where the entry brings nobody new. */
  private again(number: number, entry: FactEntry): boolean {
    const there = this.others.get(entry.name);
    const fact = factIn(entry.body);
    const isNew = entry.countersigned.length > 0 && !entry.countersigned.some((each) => there?.has(each.device));
    if (fact === null || there === undefined || !isNew) return false;
    this.repeated.set(entry.name, (this.repeated.get(entry.name) ?? new Set()).add(number));
    this.sign(number, entry.name, fact.device ?? "", entry.body, entry.sig, entry.countersigned);
    return true;
  }

  private take(number: number, name: string, fact: Fact, body: Bytes, sig: Uint8Array, others: readonly Countersignature[]): void {
    if (fact.kind === "enrolled" || fact.kind === "desk_enrolled") this.learn(fact.key);
    this.sign(number, name, fact.device ?? "", body, sig, others);
    this.link(fact.device ?? "", { seq: fact.seq ?? 0, number, name, prev: fact.prev ?? "" });
    this.keep(number, name, fact);
  }

  private keep(number: number, name: string, fact: Fact): void {
    if (!this.isOurs(fact)) {
      this.report.found("changed", `Peristiwa nomor ${number} milik log ${fact.election}/${fact.kabupaten}.`);
      return;
    }
    this.facts.push({ number, name, fact });
    if (!fact.seen) return;
    this.seen.push({ number, ...fact.seen });
  }

  private hidden(number: number, entry: HiddenEntry): void {
    this.report.hidden += 1;
    const { audience, device, seq, name, countersigned } = entry;
    const prev = entry.prev ?? "";
    this.link(device, { seq, number, name, prev });
    const path = `bodies/${audience}/${number}.json`;
    const file = this.files.get(path);
    if (file === undefined) {
      this.report.withheld += 1;
      if (audience === "results") this.report.withheldResults += 1;
      return;
    }
    const body = bodyIn(file);
    const fact = body !== null && nameOf(body) === name ? factIn(body) : null;
    if (body === null || fact === null || fact.device !== device || fact.seq !== seq || (fact.prev ?? "") !== prev) {
      this.report.found("changed", `Berkas ${path} bukan isi peristiwa nomor ${number}.`);
      return;
    }
    this.beside.add(name);
    this.sign(number, name, device, body, entry.sig, countersigned);
    this.keep(number, name, fact);
  }

  private sign(number: number, name: string, device: string, body: Bytes, sig: Uint8Array, others: readonly Countersignature[]): void {
    this.signatures.push({ number, body, name, device, sig, isOwn: true });
    this.others.set(name, new Set([...(this.others.get(name) ?? []), ...others.map((each) => each.device)]));
    for (const each of others) this.signatures.push({ number, body, name, device: each.device, sig: each.sig, isOwn: false });
  }

  /** A key is known by its id, so that any fact may bring it. */
  private learn(written: string): void {
    const key = fromBase64(written);
    if (!isWeak(key)) this.keys.set(keyId(key), key);
  }

  private link(device: string, link: Link): void {
    const links = this.chains.get(device) ?? [];
    this.chains.set(device, links);
    links.push(link);
  }

  private checkChain(device: string, links: Link[]): void {
    links.sort((a, b) => a.seq - b.seq || a.number - b.number);
    let before: Link[] = [];
    let same: Link[] = [];
    for (const link of links) {
      const last = same[0]?.seq ?? 0;
      if (link.seq === last) {
        this.report.found("noted", `Perangkat ${device} bercabang di peristiwa nomor ${link.number}.`);
        same.push(link);
      } else {
        if (link.seq > last + 1) this.report.found("incomplete", `Perangkat ${device}: ${link.seq - last - 1} peristiwa belum tiba.`);
        [before, same] = [link.seq === last + 1 ? same : [], [link]];
      }
      if (before.length > 0 && !before.some((each) => each.name === link.prev)) {
        this.report.found("noted", `Rantai perangkat ${device} putus di urutan ${link.seq}.`);
      }
    }
  }

  /** The first fact is the root; a key it enrols may enrol others. Revocations are not judged here. */
  private desks(): Map<string, Uint8Array> {
    const found = new Map<string, Uint8Array>();
    const root = this.facts.find((each) => each.number === 1);
    const waiting = this.facts.filter(({ name, fact }) => fact.kind === "desk_enrolled" && !this.forged.has(name));
    const isRoot = root !== undefined && waiting.includes(root) && root.fact.kind === "desk_enrolled";
    if (!isRoot || keyId(fromBase64(root.fact.key)) !== root.fact.device) {
      if (!this.report.isPartial) this.report.found("changed", "Peristiwa nomor 1 bukan kunci meja yang menandatangani dirinya sendiri.");
      return found;
    }
    for (let before = -1; before !== found.size; ) {
      before = found.size;
      for (const { fact, number } of waiting) {
        if (fact.kind !== "desk_enrolled" || (number !== 1 && !found.has(fact.device ?? ""))) continue;
        const key = fromBase64(fact.key);
        found.set(keyId(key), key);
      }
    }
    for (const { fact, number } of waiting) {
      if (fact.kind === "desk_enrolled" && !found.has(keyId(fromBase64(fact.key))) && !this.report.isPartial) {
        this.report.found("changed", `Kunci meja dalam peristiwa nomor ${number} tidak ditandatangani meja yang sah.`);
      }
    }
    return found;
  }
}

function entryOf(leaf: Uint8Array): Entry | null {
  try {
    return parseEntry(leaf);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

/** Return the fact in a body, or null where it is none of the list. */
export function factIn(body: Uint8Array): Fact | null {
  try {
    return readFact(body);
  } catch (error) {
    if (error instanceof Unreadable || error instanceof Malformed) return null;
    throw error;
  }
}

function bodyIn(file: Uint8Array): Bytes | null {
  try {
    const value = decodeObject(file, 70_000);
    return Object.keys(value).join() === "body" && typeof value["body"] === "string" ? utf8(value["body"]) : null;
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}
