/** The berita acara of a handover in which only one side has a phone: its number and its photo. */
import { h, type Child } from "../app/h";
import { words } from "../app/words";
import type { Photo } from "../keeping/records";
import { sha256, toHex } from "../log/bytes";
import type { Paper } from "./saying";

/** Longest side in pixels: a page can be read, and 40 kB leave the village tonight. */
const SIDE = 1280;
const QUALITY = 0.7;

export interface PaperForm {
  readonly body: readonly Child[];
  /** The paper and its photo, or null where something is missing, which is then said. */
  readonly read: (device: string) => Promise<{ readonly paper: Paper; readonly photos: readonly Photo[] } | null>;
}

/** Fields for number and photo. The photo is sent later; its hash is signed now. */
export function paperForm(): PaperForm {
  const say = words().handover;
  const number = h("input", { name: "paper", autocomplete: "off", maxlength: 60 });
  const photo = h("input", { type: "file", accept: "image/*", capture: "environment", name: "photo" });
  const said = h("p.said", { role: "alert" });
  return {
    body: [h("label", {}, say.paperNumber, number), h("label", {}, say.paperPhoto, photo), said],
    read: async (device) => {
      said.textContent = "";
      const file = photo.files?.[0];
      const written = number.value.trim();
      const bytes = file === undefined ? null : await small(file);
      if (bytes === null || !/^[ -~]{1,60}$/.test(written)) {
        said.textContent = say.paperMissing;
        return null;
      }
      const name = toHex(sha256(new Uint8Array(bytes)));
      const kept = { sha256: name, device, fact: "", type: "image/jpeg", bytes, sent: 0, done: false };
      return { paper: { number: written, photos: [name] }, photos: [kept] };
    },
  };
}

/** Draw the photo anew: smaller, and without the place and the phone that the file names. Null: no picture. */
async function small(file: Blob): Promise<ArrayBuffer | null> {
  const full = await createImageBitmap(file).catch(() => null);
  if (full === null) return null;
  const scale = Math.min(1, SIDE / Math.max(full.width, full.height));
  const canvas = h("canvas", { width: Math.round(full.width * scale), height: Math.round(full.height * scale) });
  canvas.getContext("2d")?.drawImage(full, 0, 0, canvas.width, canvas.height);
  full.close();
  const drawn = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  return drawn === null ? null : drawn.arrayBuffer();
}
