/** `#/masalah`: three presses without a word; photo, place and a sentence for who has the time. */
import type { OfficerContext, OfficerPage } from "../app/context";
import { h } from "../app/h";
import { icon, type Icon } from "../app/icons";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { noteOf } from "../facts/notes";
import { say as sayFact } from "../facts/writing";
import type { Photo } from "../keeping/records";
import type { Gps } from "../log/schema";
import { manifestFor } from "../manifest/kept";
import { draftFor, photoButton, placeLabel, saved, sentenceField } from "./parts";
import { openLoads, placesOf } from "./places";
import { FIRST, incidentOf, isWhat, MORE, rounded, type What } from "./trouble";

interface Begun {
  readonly place: string | null;
  readonly load: string;
  readonly gps: Gps | null;
  readonly photos: readonly Photo[];
  readonly note: string;
}

const EMPTY: Begun = { place: null, load: "", gps: null, photos: [], note: "" };
const PATIENCE = 20_000;

/** `#/masalah[/<what>|/tersimpan]` */
export const trouble: OfficerPage = (context, what = "") => {
  if (what === "tersimpan") return saved(context, words().report.title, words().report.done, words().report.doneText);
  return isWhat(what) ? detail(context, what) : kinds();
};

function kinds(): Screen {
  const { report: say, trouble: other } = words();
  const button = (what: What): HTMLElement => h("button", { type: "button", onclick: () => go("masalah", what) }, icon(ICONS[what] ?? "perhatian", 20), say.what[what]);
  return {
    title: say.title,
    step: say.step(1),
    heading: say.heading,
    body: [h("div.pick", {}, ...FIRST.map(button)), h("details", {}, h("summary", {}, say.more), h("div.pick", {}, ...MORE.map(button)))],
    other: { label: other.back, run: () => go() },
  };
}

const ICONS: Readonly<Partial<Record<What, Icon>>> = { seal_differs: "segel", driver: "orang", officer: "orang", damaged: "kotak", missing: "kotak", road_closed: "tidak" };

async function detail(context: OfficerContext, what: What): Promise<Screen> {
  const { report: say, trouble: other } = words();
  const { officer, store } = context;
  const manifest = await manifestFor(store, officer);
  const draft = await draftFor(context, "trouble", EMPTY);
  const { value } = draft;
  const places = placesOf(manifest, officer);
  const place = h("select", { name: "place" }, ...places.map((each) => h("option", { value: each, selected: each === value.place }, placeLabel(each, manifest))), h("option", { value: "", selected: value.place === "" }, say.nowhere));
  const loads = openLoads(manifest);
  const first = officer.role === "driver" && value.load === "" ? (loads[0]?.code ?? "") : value.load;
  const load = h("select", { name: "load" }, h("option", { value: "" }, say.noLoad), ...loads.map((each) => h("option", { value: each.code, selected: each.code === first }, each.code)));
  const note = sentenceField(value.note);
  const keep = (change: Partial<Begun> = {}): Promise<void> => draft.keep({ place: place.value, load: load.value, note: note.text(), ...change });
  for (const field of [place, load, note.label]) field.addEventListener("change", () => void keep());
  const where = h("button", { type: "button", onclick: () => void locate() }, value.gps === null ? say.locate : say.located);
  const said = h("p.small", { role: "status" });
  const locate = async (): Promise<void> => {
    said.textContent = say.locating;
    const gps = await here();
    said.textContent = gps === null ? say.noPlace : say.rough;
    if (gps === null) return;
    await keep({ gps });
    where.textContent = say.located;
  };
  return {
    title: say.title,
    step: say.step(2),
    icon: { name: "perhatian" },
    heading: say.what[what],
    body: [
      h("label", {}, say.place, place),
      photoButton(say.photo, officer.device, value.photos.length, async (photo) => {
        await keep({ photos: [...draft.value.photos.filter((each) => each.sha256 !== photo.sha256), photo] });
        context.redraw();
      }),
      h("details", { open: value.note !== "" || value.gps !== null }, h("summary", {}, say.add), note.label, loads.length > 0 && h("label", {}, say.load, load), where, said),
    ],
    go: {
      label: say.sign,
      icon: "kirim",
      run: async () => {
        await keep();
        await signed(context, what, draft.value, draft.key);
        void context.sync(false);
        go("masalah", "tersimpan");
      },
    },
    other: { label: other.back, run: () => go("masalah") },
  };
}

async function signed(context: OfficerContext, what: What, value: Begun, key: string): Promise<void> {
  const { store, officer } = context;
  const manifest = await manifestFor(store, officer);
  const note = noteOf(value.note, officer.device);
  const load = manifest?.loads.find((each) => each.code === value.load) ?? null;
  const photos = value.photos.map((each) => each.sha256);
  const said = incidentOf({ what, place: value.place ?? "", load, gps: value.gps, photos, note: note?.hash ?? "" });
  await sayFact(store, officer, said, context.now(), { photos: value.photos, notes: note === null ? [] : [note], draft: key });
}

/** Where this phone is, asked once and only now; null where it cannot or may not say. */
function here(): Promise<Gps | null> {
  return new Promise((done) => {
    const { geolocation } = navigator as { readonly geolocation?: Geolocation };
    if (geolocation === undefined) done(null);
    else geolocation.getCurrentPosition(({ coords }) => done(rounded(coords.latitude, coords.longitude)), () => done(null), { timeout: PATIENCE, maximumAge: 0 });
  });
}
