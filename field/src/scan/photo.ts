/** Codes in a photo: where there is no live camera, or where a label is too far for it. */
import { bestReader } from "./readers";

/** Longest sides in pixels, tried in this order: a large label is read better when small. */
const SIDES = [1600, 700, 3200];

/**
 * Return the texts of all QR codes in a photo, empty where none can be read. Throws
 * `NoReader` where this browser can read none at all, and what the browser throws for a file
 * that is no picture.
 */
export async function readPhoto(photo: Blob): Promise<string[]> {
  const [reader, full] = await Promise.all([bestReader(), createImageBitmap(photo)]);
  try {
    for (const longest of SIDES) {
      const texts = await reader.read(full, { longest, hard: true });
      if (texts.length > 0) return [...new Set(texts)];
    }
    return [];
  } finally {
    reader.close();
    full.close();
  }
}
