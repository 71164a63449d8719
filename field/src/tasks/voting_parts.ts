/** Parts that the pages of voting day share: the TPS, numbers, reasons, photos, drafts. */
import type { OfficerContext } from "../app/context";
import { h, type Child } from "../app/h";
import { icon } from "../app/icons";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { placeName } from "../enrol/place";
import { photoOf } from "../facts/photos";
import type { Photo } from "../keeping/records";
import { manifestFor } from "../manifest/kept";
import type { Manifest } from "../manifest/types";
import { movesSaid, type Spoken as SpokenMove } from "./moving_rules";
import { typed, type Difference } from "./voting_rules";
import { spokenAt, stationOf, type Contest, type Spoken, type Station } from "./voting_state";

/** What the pages of voting day work on. */
export interface Here {
  readonly manifest: Manifest;
  readonly station: Station;
  readonly said: Spoken;
  /** Papers between TPS that this phone noted. */
  readonly moved: readonly SpokenMove[];
  readonly title: string;
}

/** The TPS of this officer, or null where the letter names none or no list came yet. */
export async function hereOf({ store, officer }: OfficerContext): Promise<Here | null> {
  const manifest = await manifestFor(store, officer);
  const station = stationOf(manifest, officer);
  if (manifest === null || station === null) return null;
  const facts = await store.briefs(officer.device);
  const title = placeName(officer.area, new Map(Object.entries(manifest.areas)));
  return { manifest, station, said: spokenAt(facts, officer), moved: movesSaid(facts), title };
}

export function noStation(): Screen {
  const { voting, trouble } = words();
  return { title: voting.title, heading: voting.noStation, body: [h("p.say", {}, voting.noStationText)], go: { label: trouble.back, run: () => go() } };
}

/** A draft of one piece of work; it goes in the same breath in which its fact is kept. */
export function draftKey({ officer }: OfficerContext, what: string): string {
  return `vote:${officer.device}:${what}`;
}

export async function draftOf<T extends object>(context: OfficerContext, what: string): Promise<Partial<T>> {
  return ((await context.store.draft(draftKey(context, what))) as Partial<T> | undefined) ?? {};
}

export function keepDraft(context: OfficerContext, what: string, draft: object): Promise<void> {
  return context.store.keepDraft(draftKey(context, what), draft);
}

/** Numbers as they stand in the fields: text, so that nothing typed is changed. */
export type Texts = Readonly<Record<string, string>>;

export interface Line {
  readonly name: string;
  readonly label: string;
  readonly small?: string;
}

export interface Figures {
  readonly element: HTMLElement;
  readonly texts: () => Texts;
}

/** Fields for whole numbers, typed with the phone's number pad; `changed` runs at each digit. */
export function figures(lines: readonly Line[], texts: Texts, changed: (texts: Texts) => void): Figures {
  const fields = lines.map(({ name, label, small }) => {
    const input = h("input.figure", { name, inputmode: "numeric", pattern: "[0-9]*", autocomplete: "off", maxlength: 5, value: texts[name] ?? "", enterkeyhint: "next" });
    input.addEventListener("input", () => changed(read()));
    return { name, input, row: h("label", {}, h("span", {}, label, small !== undefined && small !== "" && h("small", {}, small)), input) };
  });
  const read = (): Texts => Object.fromEntries(fields.map(({ name, input }) => [name, input.value]));
  return { element: h("div.sum.figures", {}, ...fields.map((each) => each.row)), texts: read };
}

/** The numbers of these fields, or null as long as one is missing. */
export function numbersOf<N extends string>(texts: Texts, names: readonly N[]): Readonly<Record<N, number>> | null {
  const found = names.map((name) => [name, typed(texts[name] ?? "")] as const);
  return found.some(([, value]) => value === null) ? null : (Object.fromEntries(found) as Record<N, number>);
}

/** The sum as it stands now: good, or what is off in one sentence each. Said to screen readers. */
export function verdict(): { readonly element: HTMLElement; readonly show: (sum: string, differences: readonly Difference[], good: string) => void } {
  const element = h("div", { role: "status" });
  const show = (sum: string, differences: readonly Difference[], good: string): void => {
    const isGood = differences.length === 0;
    const lines = isGood ? [good] : differences.map(sentence);
    element.className = sum === "" ? "" : `eq ${isGood ? "good" : ""}`;
    element.replaceChildren(...(sum === "" ? [] : [icon(isGood ? "tepat" : "tidak", 28), h("p", {}, h("b", {}, sum), ...lines.map((line) => h("span.line", {}, line)))]));
    if (element.isConnected && sum !== "") element.scrollIntoView({ block: "nearest" });
  };
  return { element, show };
}

/** "Kurang 1 dari yang diterima. Hitung lagi sisa." */
export function sentence({ check, by }: Difference): string {
  return words().voting.checks[check](Math.abs(by), by > 0);
}

/** Which word of a closed list says why; picking one goes on. What fails is said below. */
export function reasons(list: readonly string[], chosen: string | undefined, pick: (word: string) => Promise<unknown>, names = words().voting.reasons): HTMLElement {
  const { trouble } = words();
  const said = h("p.said", { role: "alert" });
  let busy = false;
  const press = async (word: string): Promise<void> => {
    if (busy) return;
    busy = true;
    said.textContent = "";
    try {
      await pick(word);
    } catch (error) {
      said.textContent = trouble.other(error instanceof Error ? error.name : String(error));
    } finally {
      busy = false;
    }
  };
  const buttons = list.map((word) => h("button", { type: "button", "aria-pressed": String(word === chosen), onclick: () => void press(word) }, names[word] ?? word));
  return h("div", {}, h("div.pick", {}, ...buttons), said);
}

/** A photo with the phone's own camera; `taken` keeps it. What is there is shown. */
export function photoField(label: string, photo: Photo | undefined, device: string, taken: (photo: Photo) => unknown): { readonly body: readonly Child[]; readonly leave: () => void } {
  const said = h("p.said", { role: "alert" });
  const input = h("input", { type: "file", accept: "image/*", capture: "environment", name: "photo" });
  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    const made = file === undefined ? null : await photoOf(file, device);
    if (made === null) said.textContent = words().voting.noPicture;
    else await taken(made);
  });
  const shown = photo === undefined ? null : picture(photo);
  return { body: [h("label.shot", {}, icon("foto"), h("span", {}, photo === undefined ? label : words().voting.again), input), shown?.element, said], leave: () => shown?.leave() };
}

/** A kept photo as a picture. `leave` frees its memory. */
export function picture(photo: Photo): { readonly element: HTMLElement; readonly leave: () => void } {
  const url = URL.createObjectURL(new Blob([photo.bytes], { type: photo.type }));
  return { element: h("img.photo", { src: url, alt: words().voting.photoAlt }), leave: () => URL.revokeObjectURL(url) };
}

/** *Bukan hasil resmi*: stands on every screen with numbers of a vote. */
export function unofficial(): HTMLElement {
  return h("p.md.dar", {}, words().voting.unofficial);
}

/** Which of several contests: one row each, with what is done. */
export function pickContest(here: Here, heading: string, path: string, done: (contest: Contest) => boolean): Screen {
  const { voting, trouble } = words();
  const rows = here.station.contests.map((contest) =>
    h("li", {}, h("a.whole", { href: `#/${path}/${contest.short}` }, icon(done(contest) ? "tepat" : "belum", 24, done(contest) ? "tepat" : "belum"), h("span", {}, contest.name, h("small", {}, done(contest) ? voting.kept : voting.open)))),
  );
  return { title: here.title, heading, body: [h("ul.rows", {}, ...rows)], other: { label: trouble.back, run: () => go() } };
}

/** Thirty-two digits by chance: what stands in the log of hidden facts says nothing of them. */
export function newSalt(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
