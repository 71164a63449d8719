/** The berita acara of a handover in which only one side has a phone: its number and its photo. */
import { h, type Child } from "../app/h";
import { icon } from "../app/icons";
import { words } from "../app/words";
import { ofHandover } from "../app/words/of_handover";
import { photoOf } from "../facts/photos";
import type { Photo } from "../keeping/records";
import type { Paper } from "./saying";

export interface PaperForm {
  readonly body: readonly Child[];
  /** The paper and its photo, or null where something is missing, which is then said. */
  readonly read: (device: string) => Promise<{ readonly paper: Paper; readonly photos: readonly Photo[] } | null>;
}

/** Fields for number and photo. The photo is sent later; its hash is signed now. */
export function paperForm(): PaperForm {
  const say = ofHandover();
  const number = h("input", { name: "paper", autocomplete: "off", maxlength: 60 });
  const taken = h("small", { role: "status" });
  const photo = h("input", { type: "file", accept: "image/*", capture: "environment", name: "photo", "aria-label": say.paperPhoto });
  const said = h("p.said", { role: "alert" });
  number.addEventListener("input", () => said.replaceChildren());
  photo.addEventListener("change", () => {
    said.replaceChildren();
    taken.textContent = photo.files?.[0] === undefined ? "" : words().work.photos(1);
  });
  return {
    body: [h("label", {}, say.paperNumber, number), h("label.button.photo", {}, icon("foto"), h("span", {}, say.paperPhoto, taken), photo), said],
    read: async (device) => {
      said.textContent = "";
      const file = photo.files?.[0];
      const written = number.value.trim();
      const kept = file === undefined ? null : await photoOf(file, device);
      if (kept === null || !/^[ -~]{1,60}$/.test(written)) {
        said.textContent = say.paperMissing;
        return null;
      }
      return { paper: { number: written, photos: [kept.sha256] }, photos: [kept] };
    },
  };
}
