/** A photo as evidence: smaller, without the place and the phone that the file names, and hashed. */
import type { Photo } from "../keeping/records";
import { sha256, toHex } from "../log/bytes";

/** The longest side in pixels: a seal number can still be read. */
export const SIDE = 1600;
const QUALITY = 0.8;

/** Return width and height so that neither is above `most`; a small picture stays as it is. */
export function fitted(width: number, height: number, most = SIDE): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, most / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Return the photo in a file, drawn anew; null where it is no picture. A fact names it by its
 * `sha256`; the store fills in which fact that is.
 */
export async function photoOf(file: Blob, device: string): Promise<Photo | null> {
  const full = await createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => null);
  if (full === null) return null;
  const canvas = document.createElement("canvas");
  Object.assign(canvas, fitted(full.width, full.height));
  canvas.getContext("2d")?.drawImage(full, 0, 0, canvas.width, canvas.height);
  full.close();
  const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (drawn === null) return null;
  const bytes = await drawn.arrayBuffer();
  return { sha256: toHex(sha256(new Uint8Array(bytes))), device, fact: "", type: "image/jpeg", bytes, sent: 0, done: false };
}
