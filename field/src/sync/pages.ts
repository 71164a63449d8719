/** *Catatan saya*: every record with its honest state, and the big button. */
import type { Context, OfficerPage } from "../app/context";
import { stamp } from "../app/dates";
import { h } from "../app/h";
import { icon, type Icon } from "../app/icons";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import type { Archived, Kept } from "../keeping/records";
import { factOf } from "../facts/reading";
import type { Went } from "./engine";
import { trustOf } from "./trust";
import { promisedBy } from "./witnessing";

/** Above so many records the oldest are not drawn: the copy has them all. */
const SHOWN = 200;

export const records: OfficerPage = async (context): Promise<Screen> => {
  const { records: say } = words();
  const { store, officer, syncState } = context;
  const waiting = await store.outbox(officer.device);
  const sent = await store.archive(officer.device);
  const unsent = await store.unsentOf(officer.device);
  const aside = await store.setAside(officer.device);
  const all = [...sent, ...waiting].sort((a, b) => b.stored - a.stored || b.seq - a.seq);
  const promised = await promisedBy(store, officer.device);
  const changed = (await trustOf(store, officer.log))?.changed;
  const went = syncState().went.get(officer.device);
  return {
    title: say.title,
    heading: all.length === 0 ? say.none : words().home.recordsText(unsent.all, unsent.aside),
    body: [
      unsent.all > 0 && h("p.say", {}, say.text),
      unsent.photos > 0 && h("p.say", {}, say.photos(unsent.photos)),
      unsent.notes > 0 && h("p.say", {}, say.notes(unsent.notes)),
      went !== undefined && trouble(went),
      changed !== undefined && h("p.warn", { role: "status" }, say.witnessesChanged(stamp(new Date(changed)))),
      promised !== null && promised.posted > 0 && h("p.say", {}, say.alsoWitness(promised.posted)),
      h("ul.evs", {}, ...all.slice(0, SHOWN).map((each) => row(each, aside[each.name]))),
    ],
    go: { label: say.send, icon: "kirim", run: () => sendNow(context) },
    other: { label: say.export, run: () => go("salinan") },
  };
};

async function sendNow(context: Context): Promise<void> {
  await context.sync();
  context.redraw();
}

/** What a person must know of the last try: nothing where it went well. */
function trouble(went: Went) {
  const { records: say, trouble: failed } = words();
  if (went.what === "fine") return null;
  if (went.what === "carried") return h("p.warn", { role: "status" }, say.carried);
  if (went.what === "silent") return h("p.warn", { role: "status" }, say.silent);
  if (went.what === "failed") return h("p.warn", { role: "alert" }, went.full ? failed.full : failed.other(went.name));
  const text = went.what === "alarm" ? say.alarm[went.why] : went.sentence || went.code;
  return h("p.warn", { role: "alert" }, text);
}

function row(each: Kept | Archived, refused?: string): HTMLElement {
  const { kinds, records: say, states } = words();
  const { steps, shape, word } = refused === undefined ? stateOf(each) : { steps: 1, shape: "perhatian" as const, word: states.refused };
  const number = "number" in each ? `, ${say.number(each.number)}` : "";
  const about = factOf(each);
  const shipment = about !== null && "shipment" in about && about.shipment !== undefined ? ` ${about.shipment}` : "";
  const from = each.own ? "" : `, ${say.other}`;
  return h(
    "li",
    {},
    h("p", {}, h("b", {}, `${kinds[each.kind] ?? each.kind}${shipment}`), h("span", {}, `${stamp(new Date(each.stored))}${number}${from}`)),
    h("p.tri", { "aria-hidden": "true" }, ...[1, 2, 3].map((step) => h(step <= steps ? "i.on" : "i"))),
    h("p.w", {}, icon(shape, 18, shape), word),
    "verdict" in each && each.verdict === "quarantined" && h("p.w", {}, states.aside),
    h("p.code.w", {}, each.name.slice(0, 16)),
  );
}

/** The only words for where a record is; the last one only after its proof was checked here. */
export function stateOf(each: Kept | Archived): { readonly steps: number; readonly shape: Icon; readonly word: string } {
  const { states } = words();
  if (!("receipt" in each)) return { steps: 1, shape: "belum", word: states.kept };
  if (each.verdict === "quarantined") return { steps: 2, shape: "perhatian", word: states.sent };
  if (each.proof === undefined) return { steps: 2, shape: "menyusul", word: states.sent };
  return { steps: 3, shape: "saksi", word: states.witnessed };
}
