/** Parts that the screens of several tasks share: the draft, a photo, a sentence, the end. */
import type { OfficerContext } from "../app/context";
import { h, type Child } from "../app/h";
import { icon } from "../app/icons";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { placeName } from "../enrol/place";
import { LONGEST_NOTE } from "../facts/notes";
import { photoOf } from "../facts/photos";
import type { Photo } from "../keeping/records";
import type { Manifest } from "../manifest/types";

/** What a person is in the middle of; a phone that dies loses nothing of it. */
export interface Draft<T> {
  readonly key: string;
  readonly value: T;
  readonly keep: (change: Partial<T>) => Promise<void>;
  readonly drop: () => Promise<void>;
}

/** Return the draft called `name`; what it lacks is as in `empty`. */
export async function draftFor<T extends object>({ store, officer }: OfficerContext, name: string, empty: T): Promise<Draft<T>> {
  const key = `task:${officer.device}:${name}`;
  let value: T = { ...empty, ...((await store.draft(key)) as Partial<T> | undefined) };
  return {
    key,
    get value() {
      return value;
    },
    keep: async (change) => {
      value = { ...value, ...change };
      await store.keepDraft(key, value);
    },
    drop: () => store.dropDraft(key),
  };
}

/** A button that opens the camera. What was taken is drawn small and without place, then given to `taken`. */
export function photoButton(label: string, device: string, count: number, taken: (photo: Photo) => Promise<void>): HTMLElement {
  const { work: say } = words();
  const said = h("small", { role: "status" }, count === 0 ? "" : say.photos(count));
  const input = h("input", { type: "file", accept: "image/*", capture: "environment", "aria-label": label });
  input.addEventListener("change", async () => {
    const [file] = input.files ?? [];
    if (file === undefined) return;
    const photo = await photoOf(file, device);
    if (photo === null) said.textContent = say.noPhoto;
    else await taken(photo);
  });
  return h("label.button.photo", {}, icon("foto"), h("span", {}, label, said), input);
}

/** One sentence in the person's own words. */
export function sentenceField(value: string): { readonly label: HTMLElement; readonly text: () => string } {
  const { work: say } = words();
  const field = h("textarea", { name: "note", rows: 2, maxlength: LONGEST_NOTE }, value);
  return { label: h("label", {}, say.sentence, field, h("small", {}, say.sentenceHint)), text: () => field.value };
}

/** The seal numbers in a field, one beside the other. */
export function splitSeals(text: string): string[] {
  return [...new Set(text.split(/[,;\n]/).map((each) => each.trim()).filter((each) => each !== ""))];
}

/** The last screen: what was signed lies on this phone. */
export function saved(context: OfficerContext, title: string, heading: string, text: string): Screen {
  return {
    title,
    icon: { name: "tepat" },
    heading,
    body: [h("p.say", {}, text), h("p.note.kept", {}, icon("tepat", 22, "tepat"), h("span", {}, words().states.kept))],
    go: {
      label: words().trouble.back,
      run: () => {
        void context.sync(false);
        go();
      },
    },
  };
}

/** Where the list is missing, or an address names nothing. */
export function noList(title: string): Screen {
  const { home: say, trouble } = words();
  return { title, heading: say.noList, body: [h("p.say", {}, say.noListText)], go: { label: trouble.back, run: () => go() } };
}

/** "PPS Salikung" for `63.09.05.2003:pps`, "Gudang 1 Tabalong" for a store. */
export function placeLabel(place: string, manifest: Manifest | null): string {
  const [area = "", office = ""] = place.split(":");
  const name = placeName(area, new Map(Object.entries(manifest?.areas ?? {})));
  const { work: say, roles } = words();
  const store = /^gudang-?(.*)$/.exec(office);
  const what = store !== null ? `${say.store} ${store[1] ?? ""}` : office === "koramil" ? say.koramil : (roles[office] ?? office);
  return `${what.trim()} ${name}`.trim();
}

/** Big answers below each other, as a list of buttons. */
export function choices(all: readonly { readonly label: string; readonly text?: string; readonly run: () => unknown }[]): HTMLElement {
  return h("div.ways", {}, ...all.map(({ label, text, run }) => h("button.way", { type: "button", onclick: () => void run() }, h("span", {}, label, text !== undefined && h("small", {}, text)))));
}

export type { Child };
