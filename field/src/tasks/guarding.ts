/** `#/kawal` and `#/jaga`: police and army sign on the spot that they go with a load, or stand at a post. */
import { moment, offsetOf } from "../app/clock";
import type { OfficerContext, OfficerPage } from "../app/context";
import { h } from "../app/h";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { say as sayFact } from "../facts/writing";
import { manifestFor } from "../manifest/kept";
import type { LoadList } from "../manifest/types";
import { choices, noList, placeLabel, saved } from "./parts";
import { openLoads, storesOf } from "./places";
import { newSalt } from "./voting_parts";

const MOST = 99;
/** A turn is eight hours, as on the roster of the desk. */
const TURN = 8 * 3_600_000;

/** `#/kawal[/<load>|/tersimpan]`: the third signature, beside giver and receiver. */
export const escort: OfficerPage = async (context, code = "") => {
  const { guard: say, trouble: other } = words();
  if (code === "tersimpan") return saved(context, say.escort, say.escorted, say.escortedText);
  const manifest = await manifestFor(context.store, context.officer);
  if (manifest === null) return noList(say.escort);
  const loads = openLoads(manifest);
  const load = loads.find((each) => each.code === code);
  if (load !== undefined) return going(context, load, placeLabel(load.to, manifest));
  const rows = loads.map((each) => ({ label: placeLabel(each.to, manifest), text: each.vehicle === "" ? each.code : `${each.code}, ${each.vehicle}`, run: () => go("kawal", each.code) }));
  return { title: say.escort, heading: rows.length === 0 ? say.noLoad : say.which, body: [choices(rows)], other: { label: other.back, run: () => go() } };
};

function going(context: OfficerContext, load: LoadList, to: string): Screen {
  const { guard: say, trouble: other } = words();
  const { store, officer } = context;
  const people = howMany();
  return {
    title: say.escort,
    heading: say.with(load.code, to),
    body: [h("p.say", {}, say.sure), people.label],
    go: {
      label: say.signEscort,
      icon: "kirim",
      run: async () => {
        const count = people.count();
        if (count === null) return;
        await sayFact(store, officer, { kind: "escorted", shipment: load.code, escort: `${officer.role}@${officer.area}`, count, salt: newSalt() }, context.now());
        void context.sync(false);
        go("kawal", "tersimpan");
      },
    },
    other: { label: other.back, run: () => go("kawal") },
  };
}

/** `#/jaga[/tersimpan]`: a turn of a post begins. */
export const post: OfficerPage = async (context, done = "") => {
  const { guard: say, trouble: other } = words();
  const { store, officer } = context;
  if (done === "tersimpan") return saved(context, say.post, say.guarded, say.guardedText);
  const manifest = await manifestFor(store, officer);
  if (manifest === null) return noList(say.post);
  const place = h("select", { name: "place" }, ...storesOf(manifest, officer).map((each) => h("option", { value: each }, placeLabel(each, manifest))));
  const people = howMany();
  return {
    title: say.post,
    heading: say.where,
    body: [h("label", {}, say.place, place), people.label],
    go: {
      label: say.signPost,
      icon: "kirim",
      run: async () => {
        const count = people.count();
        if (count === null || place.value === "") return;
        const now = context.now();
        const offset = offsetOf(manifest.zone, now);
        const ends = moment(new Date(now.getTime() + TURN), offset);
        await sayFact(store, officer, { kind: "guarded", place: place.value, guard: `${officer.role}@${officer.area}`, count, starts: moment(now, offset), ends, salt: newSalt() }, now);
        void context.sync(false);
        go("jaga", "tersimpan");
      },
    },
    other: { label: other.back, run: () => go() },
  };
};

/** How many people are there: 1 to 99, or a sentence below the field. */
function howMany(): { readonly label: HTMLElement; readonly count: () => number | null } {
  const { guard: say } = words();
  const field = h("input", { name: "count", type: "number", inputmode: "numeric", min: "1", max: String(MOST), value: "2" });
  const said = h("small", { role: "alert" });
  const count = (): number | null => {
    const found = Number(field.value);
    const good = Number.isInteger(found) && found >= 1 && found <= MOST;
    said.textContent = good ? "" : say.wrong(MOST);
    return good ? found : null;
  };
  return { label: h("label", {}, say.count, field, said), count };
}
