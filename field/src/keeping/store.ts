/**
 * The one door to what this phone keeps. Each function is one transaction: it happened, or it
 * did not. A fact is in the outbox or in the archive, never in both and never in none.
 */
import { openDB, type IDBPDatabase } from "idb";
import { besides, briefOf, settledAnew } from "./briefs";
import type { Archived, Brief, Head, Kept, KeptManifest, Note, Officer, Photo } from "./records";
import { asideOf, todo, whole, type Aside, type Unsent } from "./rows";
import { made, quarantined, VERSION, type Tables } from "./tables";

const NAME = "tepat";
/** A draft that nobody has touched for so long holds no newer program back. It stays. */
const LEFT_MS = 48 * 3_600_000;
/** The chain of a device went on since it was read: read it again and sign anew. */
export class ChainMoved extends Error {
  override name = "ChainMoved";
}

/** A newer program, in another tab, changes what is kept: this page is to be opened anew. */
export class Outdated extends Error {
  override name = "Outdated";
}

/** What is stored together with a signed fact, or not at all. */
export interface Beside {
  /** Photos and notes that the fact names; the store writes into each which fact that is. */
  readonly photos?: readonly Photo[];
  readonly notes?: readonly Note[];
  /** Drafts that the fact makes needless: see `keepDraft`. */
  readonly draft?: string | readonly string[];
  /** Drafts that go on, for work that is several facts: how far it has come. */
  readonly keep?: Readonly<Record<string, unknown>>;
}

export class Store {
  private connection: Promise<IDBPDatabase<Tables>> | null = null;
  /** The browser took away what was kept while this page was open: said once, on the first screen. */
  wasEmptied = false;
  private wasOpen = false;
  private isOutdated = false;
  /** Called when the browser closed the store by itself, as when somebody clears the site's data. */
  onLost: () => void = () => undefined;

  private constructor(private readonly name: string) {}

  /** Open the store of this origin. Throws where the browser keeps nothing (private mode). */
  static async open(name = NAME): Promise<Store> {
    const store = new Store(name);
    await store.db();
    return store;
  }

  close(): void {
    void this.connection?.then((db) => db.close());
    this.connection = null;
  }

  /** The connection; opened again where the browser has closed it. Throws `Outdated`. */
  private db(): Promise<IDBPDatabase<Tables>> {
    if (this.isOutdated) return Promise.reject(new Outdated("a newer program changes the store"));
    this.connection ??= this.opened(this.wasOpen).catch((error: unknown) => {
      this.connection = null;
      throw error;
    });
    return this.connection;
  }

  private async opened(again: boolean): Promise<IDBPDatabase<Tables>> {
    const db = await openDB<Tables>(this.name, VERSION, {
      // A newer program in another tab wants to change the tables: this one lets go, and says so.
      blocking: (_old, next, event) => {
        (event.target as IDBDatabase).close();
        this.connection = null;
        this.isOutdated = next !== null;
        this.onLost();
      },
      terminated: () => {
        this.connection = null;
        this.onLost();
      },
      upgrade: (db, before, _now, change) => {
        if (before === 0 && again) this.wasEmptied = true;
        return made(db, before, change);
      },
    });
    this.wasOpen = true;
    return db;
  }

  async officers(): Promise<Officer[]> {
    return (await this.db()).getAll("officers");
  }

  async officer(device: string): Promise<Officer | undefined> {
    return (await this.db()).get("officers", device);
  }

  /** Keep an officer together with the fact `enrolled`. Throws `ChainMoved` where it is there. */
  async enrol(officer: Officer, enrolled: Kept): Promise<void> {
    const change = (await this.db()).transaction(["officers", "outbox"], "readwrite", { durability: "strict" });
    if ((await change.objectStore("officers").get(officer.device)) !== undefined) {
      change.abort();
      await change.done.catch(() => undefined);
      throw new ChainMoved(officer.device);
    }
    await whole(change, function* () {
      yield change.objectStore("officers").put({ ...officer, seq: enrolled.seq, prev: enrolled.name });
      yield change.objectStore("outbox").put(enrolled);
    });
  }

  /** Change what is kept of an officer beside the chain. */
  async changeOfficer(device: string, change: Partial<Pick<Officer, "pin" | "borrowed" | "servers">>): Promise<void> {
    const write = (await this.db()).transaction("officers", "readwrite");
    const known = await write.store.get(device);
    if (known !== undefined) await write.store.put({ ...known, ...change });
    await write.done;
  }

  /**
   * Keep a fact that an officer of this phone signed: fact, chain, photos and notes in one
   * transaction. `after` is where the chain stood when it was signed. Throws `ChainMoved`
   * where another tab signed in between, and nothing is stored.
   */
  async append(fact: Kept, after: { readonly seq: number; readonly prev: string }, beside: Beside = {}): Promise<void> {
    const change = (await this.db()).transaction(["officers", "outbox", "briefs", "photos", "notes", "settings"], "readwrite", { durability: "strict" });
    const officer = await change.objectStore("officers").get(fact.device);
    if (officer === undefined || officer.seq !== after.seq || officer.prev !== after.prev) {
      change.abort();
      await change.done.catch(() => undefined);
      throw new ChainMoved(fact.device);
    }
    const brief = briefOf(fact);
    await whole(change, function* () {
      yield change.objectStore("officers").put({ ...officer, seq: fact.seq, prev: fact.name });
      yield change.objectStore("outbox").put(fact);
      if (brief !== null) yield change.objectStore("briefs").put(brief);
      for (const photo of beside.photos ?? []) yield change.objectStore("photos").put(todo({ ...photo, fact: photo.fact || fact.name }, !photo.done));
      for (const note of beside.notes ?? []) yield change.objectStore("notes").put(todo({ ...note, fact: note.fact || fact.name }, !note.done));
      for (const [draft, value] of Object.entries(beside.keep ?? {})) yield change.objectStore("settings").put(value, `draft:${draft}`);
      for (const draft of Object.keys(beside.keep ?? {})) yield change.objectStore("settings").put(Date.now(), `drafted:${draft}`);
      for (const draft of [beside.draft ?? []].flat()) for (const at of ["draft", "drafted"]) yield change.objectStore("settings").delete(`${at}:${draft}`);
    });
  }

  /**
   * Keep a fact of another phone, to be sent from here too. What was checked stays as it is; it takes
   * the place of the same bytes under a signature that nobody could check.
   */
  async keepOther(fact: Kept): Promise<void> {
    const change = (await this.db()).transaction(["outbox", "archive", "briefs"], "readwrite", { durability: "strict" });
    const sent = await change.objectStore("archive").get(fact.name);
    const before = sent ?? (await change.objectStore("outbox").get(fact.name));
    const now = before === undefined ? fact : besides(before, fact);
    if (now !== null) {
      // What the office put aside under another signature is sent to it once more.
      const isSettled = sent !== undefined && (sent.verdict !== "quarantined" || sent.sig === now.sig);
      if (isSettled) void change.objectStore("archive").put(settledAnew(sent, now));
      else {
        void change.objectStore("archive").delete(fact.name);
        void change.objectStore("outbox").put(now);
      }
      const brief = briefOf(now);
      if (brief !== null) void change.objectStore("briefs").put(brief);
    }
    await change.done;
  }

  /** Facts without a receipt, of one officer or of all, in the order of their chains. */
  async outbox(device?: string): Promise<Kept[]> {
    const found = device === undefined ? await (await this.db()).getAll("outbox") : await (await this.db()).getAllFromIndex("outbox", "device", device);
    return found.sort((a, b) => (a.device === b.device ? a.seq - b.seq : a.stored - b.stored));
  }

  /** What rules need of the facts of one officer, or of all: the oldest first; unproven ones only where asked for. */
  async briefs(device?: string, also: { readonly unproven?: boolean } = {}): Promise<Brief[]> {
    const found = device === undefined ? await (await this.db()).getAll("briefs") : await (await this.db()).getAllFromIndex("briefs", "device", device);
    return found.filter((each) => also.unproven === true || each.unproven === undefined).sort((a, b) => a.stored - b.stored || a.seq - b.seq);
  }

  /** The facts of these names that are on this phone, in that order. */
  async named(names: readonly string[]): Promise<(Kept | Archived)[]> {
    const read = (await this.db()).transaction(["outbox", "archive"]);
    const found = names.map(async (name) => (await read.objectStore("outbox").get(name)) ?? read.objectStore("archive").get(name));
    return (await Promise.all(found)).filter((each) => each !== undefined);
  }

  /** How many facts wait for a receipt: of one officer, or on the whole phone. What is set aside waits for none. */
  async waiting(device?: string): Promise<number> {
    const read = (await this.db()).transaction(["outbox", "settings"]);
    const all = device === undefined ? read.objectStore("outbox").count() : read.objectStore("outbox").index("device").count(device);
    const which = device === undefined ? IDBKeyRange.bound("refused:", "refused:\uffff") : asideOf(device);
    const aside = await read.objectStore("settings").getAll(which);
    return (await all) - aside.reduce<number>((sum, each) => sum + Object.keys(each as Aside).length, 0);
  }

  /** Facts of others that no server took, by name, with the code of the refusal: they stay in the outbox. */
  async setAside(device: string): Promise<Aside> {
    return ((await (await this.db()).get("settings", asideOf(device))) ?? {}) as Aside;
  }

  /** Set a fact of somebody else aside: it is kept and shown, and not sent again by itself. */
  async refuse(device: string, name: string, code: string): Promise<void> {
    const change = (await this.db()).transaction(["outbox", "settings"], "readwrite", { durability: "strict" });
    const fact = await change.objectStore("outbox").get(name);
    const before = ((await change.objectStore("settings").get(asideOf(device))) ?? {}) as Aside;
    if (fact?.device === device && !fact.own) await change.objectStore("settings").put({ ...before, [name]: code }, asideOf(device));
    await change.done;
  }

  /** Move facts from the outbox to the archive, each with its receipt that was verified. */
  async settle(settled: readonly Archived[]): Promise<void> {
    const change = (await this.db()).transaction(["outbox", "archive", "settings"], "readwrite", { durability: "strict" });
    for (const device of new Set(settled.map((each) => each.device))) {
      const before = (await change.objectStore("settings").get(asideOf(device))) as Aside | undefined;
      if (before === undefined) continue;
      const left = Object.entries(before).filter(([name]) => !settled.some((each) => each.name === name));
      await change.objectStore("settings").put(Object.fromEntries(left), asideOf(device));
    }
    await whole(change, function* () {
      for (const each of settled) {
        const row = todo(each, each.proof === undefined);
        yield change.objectStore("archive").put(each.verdict === "quarantined" ? { ...row, todo: quarantined(each.device) } : row);
        yield change.objectStore("outbox").delete(each.name);
      }
    });
  }

  async archive(device?: string): Promise<Archived[]> {
    return device === undefined ? (await this.db()).getAll("archive") : (await this.db()).getAllFromIndex("archive", "device", device);
  }

  /**
   * Receipted facts of an officer whose proof is to be asked for; at most so many, those behind the
   * name `after` first: who goes on from the last one misses none, whichever never get a proof.
   */
  async unproved(device: string, most: number, after = ""): Promise<Archived[]> {
    const read = (await this.db()).transaction("archive");
    const names = await read.store.index("todo").getAllKeys(device);
    const at = Math.max(0, names.findIndex((name) => name > after));
    const found = [...names.slice(at), ...names.slice(0, at)].slice(0, most).map((name) => read.store.get(name));
    return (await Promise.all(found)).filter((each) => each !== undefined);
  }

  async archived(name: string): Promise<Archived | undefined> {
    return (await this.db()).get("archive", name);
  }

  /** Keep proofs that this phone checked, by the name of their fact. */
  async prove(proofs: ReadonlyMap<string, string>): Promise<void> {
    const change = (await this.db()).transaction("archive", "readwrite", { durability: "strict" });
    for (const [name, proof] of proofs) {
      const known = await change.store.get(name);
      if (known !== undefined) await change.store.put(todo({ ...known, proof }, false));
    }
    await change.done;
  }

  /** Remove facts from the archive. Those without a checked proof stay. Returns how many went. */
  async forget(names: readonly string[]): Promise<number> {
    const change = (await this.db()).transaction("archive", "readwrite");
    let gone = 0;
    for (const name of names) {
      const known = await change.store.get(name);
      if (known?.proof === undefined) continue;
      await change.store.delete(name);
      gone += 1;
    }
    await change.done;
    return gone;
  }

  async photos(device?: string): Promise<Photo[]> {
    return device === undefined ? (await this.db()).getAll("photos") : (await this.db()).getAllFromIndex("photos", "device", device);
  }

  /** The hashes of photos that no server has whole. */
  async photosTodo(device: string): Promise<string[]> {
    return (await this.db()).getAllKeysFromIndex("photos", "todo", device);
  }

  async photo(sha256: string): Promise<Photo | undefined> {
    return (await this.db()).get("photos", sha256);
  }

  /** Words that no server has. */
  async notesTodo(device: string): Promise<Note[]> {
    return (await this.db()).getAllFromIndex("notes", "todo", device);
  }

  /** How many photos and words no server has: of one officer, or on the whole phone. */
  async unsent(device?: string): Promise<{ readonly photos: number; readonly notes: number }> {
    const of = device === undefined ? undefined : IDBKeyRange.only(device);
    return { photos: await (await this.db()).countFromIndex("photos", "todo", of), notes: await (await this.db()).countFromIndex("notes", "todo", of) };
  }

  /** What is still to be sent, and what a server put aside: the one count for all screens, by index. */
  async unsentOf(device: string): Promise<Unsent> {
    const db = await this.db();
    const [facts, { photos, notes }, refused] = await Promise.all([this.waiting(device), this.unsent(device), this.setAside(device)]);
    const aside = Object.keys(refused).length + (await db.countFromIndex("archive", "todo", quarantined(device)));
    return { facts, photos, notes, aside, all: facts + photos + notes };
  }

  /** Say how much of a photo the server has. */
  async photoSent(sha256: string, sent: number, done: boolean): Promise<void> {
    const change = (await this.db()).transaction("photos", "readwrite");
    const known = await change.store.get(sha256);
    if (known !== undefined) await change.store.put(todo({ ...known, sent, done }, !done));
    await change.done;
  }

  async notes(device?: string): Promise<Note[]> {
    return device === undefined ? (await this.db()).getAll("notes") : (await this.db()).getAllFromIndex("notes", "device", device);
  }

  /** Say that a server keeps these words. */
  async noteSent(hash: string): Promise<void> {
    const change = (await this.db()).transaction("notes", "readwrite");
    const known = await change.store.get(hash);
    if (known !== undefined) await change.store.put(todo({ ...known, done: true }, false));
    await change.done;
  }

  /** Say that photos and words of these facts are to be sent once more: a server lost what it had. */
  async undone(facts: ReadonlySet<string>): Promise<void> {
    const change = (await this.db()).transaction(["photos", "notes"], "readwrite");
    for (const photo of await change.objectStore("photos").getAll()) {
      if (facts.has(photo.fact)) void change.objectStore("photos").put(todo({ ...photo, sent: 0, done: false }, true));
    }
    for (const note of await change.objectStore("notes").getAll()) {
      if (facts.has(note.fact)) void change.objectStore("notes").put(todo({ ...note, done: false }, true));
    }
    await change.done;
  }

  async manifest(device: string): Promise<KeptManifest | undefined> {
    return (await this.db()).get("manifests", device);
  }

  async keepManifest(manifest: KeptManifest): Promise<void> {
    await (await this.db()).put("manifests", manifest);
  }

  async head(log: string): Promise<Head | undefined> {
    return (await this.db()).get("heads", log);
  }

  async keepHead(head: Head): Promise<void> {
    await (await this.db()).put("heads", head);
  }

  /** What a person is in the middle of, so that a phone that dies loses nothing. Plain data. */
  async draft(name: string): Promise<unknown> {
    return (await this.db()).get("settings", `draft:${name}`);
  }

  async keepDraft(name: string, value: unknown): Promise<void> {
    const change = (await this.db()).transaction("settings", "readwrite");
    void change.store.put(value, `draft:${name}`);
    void change.store.put(Date.now(), `drafted:${name}`);
    await change.done;
  }

  /** How many things people are in the middle of; what nobody has touched for two days was left. */
  async drafts(): Promise<number> {
    const read = (await this.db()).transaction("settings");
    const names = await read.store.getAllKeys(IDBKeyRange.bound("draft:", "draft:\uffff"));
    const at = await Promise.all(names.map((name) => read.store.get(name.replace("draft:", "drafted:"))));
    return at.filter((each) => Date.now() - ((each as number | undefined) ?? 0) < LEFT_MS).length;
  }

  async dropDraft(name: string): Promise<void> {
    const change = (await this.db()).transaction("settings", "readwrite");
    for (const at of ["draft", "drafted"]) void change.store.delete(`${at}:${name}`);
    await change.done;
  }

  async setting(name: string): Promise<unknown> {
    return (await this.db()).get("settings", name);
  }

  async set(name: string, value: unknown): Promise<void> {
    await (await this.db()).put("settings", value, name);
  }

  /** Keep a setting where what stands there is still what was read; returns false, and keeps nothing, where it is not. */
  async swap(name: string, isStill: (standing: unknown) => boolean, value: unknown): Promise<boolean> {
    const change = (await this.db()).transaction("settings", "readwrite", { durability: "strict" });
    const may = isStill(await change.store.get(name));
    if (may) await change.store.put(value, name);
    await change.done;
    return may;
  }

  /**
   * Remove an officer and everything of theirs. Returns false, and removes nothing, while a
   * fact, photo or note of theirs was not sent.
   */
  async removeOfficer(device: string): Promise<boolean> {
    const tables = ["officers", "outbox", "archive", "briefs", "photos", "notes", "manifests", "settings"] as const;
    const change = (await this.db()).transaction(tables, "readwrite", { durability: "strict" });
    const aside = ((await change.objectStore("settings").get(asideOf(device))) ?? {}) as Aside;
    const waiting = (await change.objectStore("outbox").index("device").getAllKeys(device)).filter((name) => aside[name] === undefined);
    const open = await Promise.all([change.objectStore("photos").index("todo"), change.objectStore("notes").index("todo")].map((each) => each.count(device)));
    if (waiting.length + open.reduce((sum, each) => sum + each, 0) > 0) {
      change.abort();
      await change.done.catch(() => undefined);
      return false;
    }
    for (const table of ["outbox", "archive", "briefs", "photos", "notes"] as const) {
      for (const name of await change.objectStore(table).index("device").getAllKeys(device)) void change.objectStore(table).delete(name);
    }
    // Also the witness's key, the list's tag and drafts: their names hold the device between colons.
    for (const name of await change.objectStore("settings").getAllKeys()) {
      if (name.split(":").slice(1).includes(device)) void change.objectStore("settings").delete(name);
    }
    void change.objectStore("manifests").delete(device);
    void change.objectStore("officers").delete(device);
    await change.done;
    return true;
  }
}
