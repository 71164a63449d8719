/** The tables of what this phone keeps, and how an older program's become these. */
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from "idb";
import { briefOf } from "./briefs";
import type { Archived, Brief, Head, Kept, KeptManifest, Note, Officer, Photo } from "./records";

export const VERSION = 2;

/** `todo` finds what a server is still to be asked for: a row without it stands in no such index. */
export interface Tables extends DBSchema {
  officers: { key: string; value: Officer };
  outbox: { key: string; value: Kept; indexes: { device: string } };
  archive: { key: string; value: Archived; indexes: { device: string; todo: string } };
  briefs: { key: string; value: Brief; indexes: { device: string } };
  photos: { key: string; value: Photo; indexes: { device: string; todo: string } };
  notes: { key: string; value: Note; indexes: { device: string; todo: string } };
  manifests: { key: string; value: KeptManifest };
  heads: { key: string; value: Head };
  settings: { key: string; value: unknown };
}

type Change = IDBPTransaction<Tables, StoreNames<Tables>[], "versionchange">;

/** Make the tables, or what they miss since version `before`. Nothing that is kept is lost. */
export async function made(db: IDBPDatabase<Tables>, before: number, change: Change): Promise<void> {
  if (before < 1) {
    db.createObjectStore("officers", { keyPath: "device" });
    for (const table of ["outbox", "archive"] as const) db.createObjectStore(table, { keyPath: "name" }).createIndex("device", "device");
    db.createObjectStore("photos", { keyPath: "sha256" }).createIndex("device", "device");
    db.createObjectStore("notes", { keyPath: "hash" }).createIndex("device", "device");
    db.createObjectStore("manifests", { keyPath: "device" });
    db.createObjectStore("heads", { keyPath: "log" });
    db.createObjectStore("settings");
  }
  if (before < 2) {
    db.createObjectStore("briefs", { keyPath: "id" }).createIndex("device", "device");
    for (const table of ["archive", "photos", "notes"] as const) change.objectStore(table).createIndex("todo", "todo");
    if (before > 0) await filled(change);
  }
}

/** Under what the index `todo` counts the facts of a device that a server put in quarantine. */
export const quarantined = (device: string): string => `aside:${device}`;

/** Briefs and `todo` of what an older program kept. */
async function filled(change: Change): Promise<void> {
  const sent = await change.objectStore("archive").getAll();
  const facts: Kept[] = [...sent, ...(await change.objectStore("outbox").getAll())];
  for (const fact of facts.sort((a, b) => a.stored - b.stored)) {
    const brief = briefOf(fact);
    if (brief !== null) await change.objectStore("briefs").put(brief);
  }
  for (const each of sent) {
    const isAside = each.verdict === "quarantined";
    if (each.proof === undefined || isAside) await change.objectStore("archive").put({ ...each, todo: isAside ? quarantined(each.device) : each.device });
  }
  for (const table of ["photos", "notes"] as const) {
    for (let at = await change.objectStore(table).openCursor(); at !== null; at = await at.continue()) {
      if (!at.value.done) await at.update({ ...at.value, todo: at.value.device } as Photo & Note);
    }
  }
}
