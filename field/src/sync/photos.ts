/** Photos, after the facts that name them: in pieces, going on where the server has got to. */
import type { Officer, Photo } from "../keeping/records";
import type { Store } from "../keeping/store";
import { ask, isOfSender, Said } from "./asking";

/** Bytes of one piece: what a thin network carries in some ten seconds. */
export const PIECE = 64 * 1024;

interface Progress {
  readonly offset: number;
  readonly complete: boolean;
}

/**
 * Send the photos of an officer whose facts are receipted. One that is refused keeps no other back.
 * Throws `Silent`, or the first `Said` at the end.
 */
export async function sendPhotos(store: Store, officer: Officer, changed: () => void): Promise<void> {
  let refusal: Said | undefined;
  for (const name of await store.photosTodo(officer.device)) {
    const photo = await store.photo(name);
    if (photo === undefined || photo.done || (await store.archived(photo.fact)) === undefined) continue;
    try {
      await sendOne(store, officer, photo);
    } catch (error) {
      if (!(error instanceof Said) || isOfSender(error)) throw error;
      refusal ??= error;
    }
    changed();
  }
  if (refusal !== undefined) throw refusal;
}

async function sendOne(store: Store, officer: Officer, photo: Photo): Promise<void> {
  const path = `/photos/${photo.sha256}`;
  const bytes = new Uint8Array(photo.bytes);
  let begun = 0;
  let at = await progress(await ask(officer, { method: "GET", path }));
  while (!at.complete) {
    const piece = bytes.slice(at.offset, at.offset + PIECE);
    const next = await sendPiece(officer, `${path}?offset=${at.offset}&size=${bytes.length}`, piece);
    // Thrown away or begun elsewhere: once more from where the server says, then leave it for later.
    if (!next.complete && next.offset <= at.offset && (begun += 1) > 3) return;
    at = next;
    await store.photoSent(photo.sha256, at.offset, at.complete);
  }
  await store.photoSent(photo.sha256, bytes.length, true);
}

async function sendPiece(officer: Officer, path: string, body: Uint8Array<ArrayBuffer>): Promise<Progress> {
  try {
    return await progress(await ask(officer, { method: "PATCH", path, body }));
  } catch (error) {
    if (!(error instanceof Said) || (error.status !== 409 && error.code !== "photo_differs")) throw error;
    return progress(await ask(officer, { method: "GET", path: path.replace(/\?.*$/, "") }));
  }
}

async function progress(answer: Response): Promise<Progress> {
  const { offset, complete } = (await answer.json()) as Partial<Progress>;
  return { offset: typeof offset === "number" && offset >= 0 ? offset : 0, complete: complete === true };
}
