/** `#/kembali`: hand the boxes back: by the desk's load, or by what is here. */
import type { OfficerPage } from "../app/context";
import { go } from "../app/router";
import { h } from "../app/h";
import { words } from "../app/words";
import { ofHandover } from "../app/words/of_handover";
import { manifestFor } from "../manifest/kept";
import { listedBack, loadBack, openBack } from "../handover/back";
import { idOf } from "../handover/loads";
import { spokenAt } from "./voting_state";

export const returning: OfficerPage = async (context) => {
  const { store, officer } = context;
  const manifest = await manifestFor(store, officer);
  const facts = await store.briefs(officer.device);
  const open = openBack(officer, facts);
  const listed = manifest === null ? null : listedBack(manifest, officer, facts);
  const here = listed ?? loadBack(officer, facts, spokenAt(facts, officer), manifest?.loads ?? []);
  const { returning: text } = words().voting;
  if (open !== null) {
    const say = ofHandover().offer;
    return { title: ofHandover().title, icon: { name: "sepihak", tone: "" }, heading: text.waits, body: [h("p.say", {}, say.unanswered)], go: { label: say.scan, run: () => go("serah", open) }, other: { label: words().trouble.back, run: () => go() } };
  }
  if (here === null) return { title: ofHandover().title, heading: text.none, body: [h("p.say", {}, text.noneText)], go: { label: words().trouble.back, run: () => go() } };
  return {
    title: ofHandover().title,
    icon: { name: "serah", tone: "" },
    heading: text.heading(here.packages.length),
    body: [h("p.say", {}, listed === null ? text.unlisted : text.listed(here.shipment))],
    go: { label: words().tasks.giveButton, icon: "serah", run: () => go("serahkan", idOf(here)) },
    other: { label: words().trouble.back, run: () => go() },
  };
};
