/**
 * The one door to what this phone keeps. Each function is one transaction: it happened, or it
 * did not. A fact is in the outbox or in the archive, never in both and never in none.
 */
import { openDB, type DBSchema, type IDBPDatabase } from "idb";
import type { Archived, Head, Kept, KeptManifest, Note, Officer, Photo } from "./records";

const NAME = "tepat";
const VERSION = 1;

interface Tables extends DBSchema {
  officers: { key: string; value: Officer };
  outbox: { key: string; value: Kept; indexes: { device: string } };
  archive: { key: string; value: Archived; indexes: { device: string } };
  photos: { key: string; value: Photo; indexes: { device: string } };
  notes: { key: string; value: Note; indexes: { device: string } };
  manifests: { key: string; value: KeptManifest };
  heads: { key: string; value: Head };
  settings: { key: string; value: unknown };
}

/** The chain of a device went on since it was read: read it again and sign anew. */
export class ChainMoved extends Error {
  override name = "ChainMoved";
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
  private constructor(private readonly db: IDBPDatabase<Tables>) {}

  /** Open the store of this origin. Throws where the browser keeps nothing (private mode). */
  static async open(name = NAME): Promise<Store> {
    const db = await openDB<Tables>(name, VERSION, {
      // A newer program in another tab wants to change the tables: this one lets go.
      blocking: (_old, _new, event) => (event.target as IDBDatabase).close(),
      upgrade(made) {
        made.createObjectStore("officers", { keyPath: "device" });
        for (const table of ["outbox", "archive"] as const) {
          made.createObjectStore(table, { keyPath: "name" }).createIndex("device", "device");
        }
        made.createObjectStore("photos", { keyPath: "sha256" }).createIndex("device", "device");
        made.createObjectStore("notes", { keyPath: "hash" }).createIndex("device", "device");
        made.createObjectStore("manifests", { keyPath: "device" });
        made.createObjectStore("heads", { keyPath: "log" });
        made.createObjectStore("settings");
      },
    });
    return new Store(db);
  }

  close(): void {
    this.db.close();
  }

  officers(): Promise<Officer[]> {
    return this.db.getAll("officers");
  }

  officer(device: string): Promise<Officer | undefined> {
    return this.db.get("officers", device);
  }

  /** Keep an officer together with the fact `enrolled`. Throws `ChainMoved` where it is there. */
  async enrol(officer: Officer, enrolled: Kept): Promise<void> {
    const change = this.db.transaction(["officers", "outbox"], "readwrite", { durability: "strict" });
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
    const write = this.db.transaction("officers", "readwrite");
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
    const change = this.db.transaction(["officers", "outbox", "photos", "notes", "settings"], "readwrite", { durability: "strict" });
    const officer = await change.objectStore("officers").get(fact.device);
    if (officer === undefined || officer.seq !== after.seq || officer.prev !== after.prev) {
      change.abort();
      await change.done.catch(() => undefined);
      throw new ChainMoved(fact.device);
    }
    await whole(change, function* () {
      yield change.objectStore("officers").put({ ...officer, seq: fact.seq, prev: fact.name });
      yield change.objectStore("outbox").put(fact);
      for (const photo of beside.photos ?? []) yield change.objectStore("photos").put({ ...photo, fact: photo.fact || fact.name });
      for (const note of beside.notes ?? []) yield change.objectStore("notes").put({ ...note, fact: note.fact || fact.name });
      for (const [draft, value] of Object.entries(beside.keep ?? {})) yield change.objectStore("settings").put(value, `draft:${draft}`);
      for (const draft of [beside.draft ?? []].flat()) yield change.objectStore("settings").delete(`draft:${draft}`);
    });
  }

  /** Keep the other half of a handover, to be sent from here too. What is known stays as it is. */
  async keepOther(fact: Kept): Promise<void> {
    const change = this.db.transaction(["outbox", "archive"], "readwrite", { durability: "strict" });
    const sent = await change.objectStore("archive").getKey(fact.name);
    const waits = await change.objectStore("outbox").getKey(fact.name);
    if (sent === undefined && waits === undefined) await change.objectStore("outbox").put(fact);
    await change.done;
  }

  /** Facts without a receipt, of one officer or of all, in the order of their chains. */
  async outbox(device?: string): Promise<Kept[]> {
    const found = device === undefined ? await this.db.getAll("outbox") : await this.db.getAllFromIndex("outbox", "device", device);
    return found.sort((a, b) => (a.device === b.device ? a.seq - b.seq : a.stored - b.stored));
  }

  /** How many facts wait for a receipt: of one officer, or on the whole phone. */
  waiting(device?: string): Promise<number> {
    return device === undefined ? this.db.count("outbox") : this.db.countFromIndex("outbox", "device", device);
  }

  /** Move facts from the outbox to the archive, each with its receipt that was verified. */
  async settle(settled: readonly Archived[]): Promise<void> {
    const change = this.db.transaction(["outbox", "archive"], "readwrite", { durability: "strict" });
    await whole(change, function* () {
      for (const each of settled) {
        yield change.objectStore("archive").put(each);
        yield change.objectStore("outbox").delete(each.name);
      }
    });
  }

  async archive(device?: string): Promise<Archived[]> {
    return device === undefined ? this.db.getAll("archive") : this.db.getAllFromIndex("archive", "device", device);
  }

  archived(name: string): Promise<Archived | undefined> {
    return this.db.get("archive", name);
  }

  /** Keep proofs that this phone checked, by the name of their fact. */
  async prove(proofs: ReadonlyMap<string, string>): Promise<void> {
    const change = this.db.transaction("archive", "readwrite", { durability: "strict" });
    for (const [name, proof] of proofs) {
      const known = await change.store.get(name);
      if (known !== undefined) await change.store.put({ ...known, proof });
    }
    await change.done;
  }

  /** Remove facts from the archive. Those without a checked proof stay. Returns how many went. */
  async forget(names: readonly string[]): Promise<number> {
    const change = this.db.transaction("archive", "readwrite");
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

  photos(device?: string): Promise<Photo[]> {
    return device === undefined ? this.db.getAll("photos") : this.db.getAllFromIndex("photos", "device", device);
  }

  /** Say how much of a photo the server has. */
  async photoSent(sha256: string, sent: number, done: boolean): Promise<void> {
    const change = this.db.transaction("photos", "readwrite");
    const known = await change.store.get(sha256);
    if (known !== undefined) await change.store.put({ ...known, sent, done });
    await change.done;
  }

  notes(device?: string): Promise<Note[]> {
    return device === undefined ? this.db.getAll("notes") : this.db.getAllFromIndex("notes", "device", device);
  }

  /** Say that a server keeps these words. */
  async noteSent(hash: string): Promise<void> {
    const change = this.db.transaction("notes", "readwrite");
    const known = await change.store.get(hash);
    if (known !== undefined) await change.store.put({ ...known, done: true });
    await change.done;
  }

  manifest(device: string): Promise<KeptManifest | undefined> {
    return this.db.get("manifests", device);
  }

  async keepManifest(manifest: KeptManifest): Promise<void> {
    await this.db.put("manifests", manifest);
  }

  head(log: string): Promise<Head | undefined> {
    return this.db.get("heads", log);
  }

  async keepHead(head: Head): Promise<void> {
    await this.db.put("heads", head);
  }

  /** What a person is in the middle of, so that a phone that dies loses nothing. Plain data. */
  draft(name: string): Promise<unknown> {
    return this.db.get("settings", `draft:${name}`);
  }

  async keepDraft(name: string, value: unknown): Promise<void> {
    await this.db.put("settings", value, `draft:${name}`);
  }

  /** How many things people are in the middle of. */
  drafts(): Promise<number> {
    return this.db.count("settings", IDBKeyRange.bound("draft:", "draft:\uffff"));
  }

  async dropDraft(name: string): Promise<void> {
    await this.db.delete("settings", `draft:${name}`);
  }

  setting(name: string): Promise<unknown> {
    return this.db.get("settings", name);
  }

  async set(name: string, value: unknown): Promise<void> {
    await this.db.put("settings", value, name);
  }

  /**
   * Remove an officer and everything of theirs. Returns false, and removes nothing, while a
   * fact, photo or note of theirs was not sent.
   */
  async removeOfficer(device: string): Promise<boolean> {
    const tables = ["officers", "outbox", "archive", "photos", "notes", "manifests", "settings"] as const;
    const change = this.db.transaction(tables, "readwrite", { durability: "strict" });
    const waits = await change.objectStore("outbox").index("device").count(device);
    const photos = await change.objectStore("photos").index("device").getAll(device);
    const notes = await change.objectStore("notes").index("device").getAll(device);
    if (waits > 0 || [...photos, ...notes].some((each) => !each.done)) {
      change.abort();
      await change.done.catch(() => undefined);
      return false;
    }
    for (const each of photos) void change.objectStore("photos").delete(each.sha256);
    for (const each of notes) void change.objectStore("notes").delete(each.hash);
    for (const name of await change.objectStore("archive").index("device").getAllKeys(device)) {
      void change.objectStore("archive").delete(name);
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

/**
 * All of it or nothing. A write that throws at once, as one that cannot be copied, ends no
 * transaction by itself: what was written before it would stay, and a chain would have a gap.
 */
async function whole(change: { readonly done: Promise<void>; abort(): void }, writes: () => Iterable<Promise<unknown>>): Promise<void> {
  const all: Promise<unknown>[] = [change.done];
  try {
    for (const write of writes()) all.push(write);
  } catch (error) {
    change.abort();
    await Promise.allSettled(all);
    throw error;
  }
  await Promise.all(all);
}
