/** The receiving party signs later, from any phone enrolled for it, what both sides signed on paper. */
import { h } from "../app/h";
import type { OfficerPage } from "../app/context";
import { go } from "../app/router";
import { words } from "../app/words";
import { ofHandover } from "../app/words/of_handover";
import { say as sayFact } from "../facts/writing";
import { nothing } from "./give";
import { knownBy, partyName } from "./knowing";
import { isIn, partyOf } from "./loads";
import { paperForm } from "./paper";
import { draftOf, pinGate } from "./parts";
import { receivedOnPaper } from "./saying";

/** `#/kertas/<list>`: number and photo of the berita acara, and who gave. */
export const onPaper: OfficerPage = async (context, list = "") => {
  const { officer, store } = context;
  const known = await knownBy(context);
  const load = known.loads.find((each) => each.list === list);
  const receiver = load === undefined ? null : partyOf(load.to);
  const isTheirs = receiver !== null && receiver.split("@")[0] === officer.role && isIn(receiver.split("@")[1] ?? "", officer.area);
  if (load === undefined || receiver === null || !isTheirs) return nothing();
  const say = ofHandover();
  const draft = await draftOf(context, list);
  const gate = pinGate(context);
  const paper = paperForm();
  const parties = [...new Set([partyOf(load.start), ...known.contacts.map((each) => `${each.role}@${each.area}`)])];
  const givers = parties.filter((party): party is string => party !== null && party !== receiver);
  const giver = h("select", { name: "giver" }, ...givers.map((party) => h("option", { value: party }, partyName(party, known.names))));
  return {
    title: say.title,
    step: `${load.shipment}: ${say.boxes(load.packages.length)}`,
    heading: say.paper.heading,
    body: [h("p.say", {}, say.paper.text), h("label", {}, say.from, giver), ...paper.body],
    foot: gate.body,
    go: {
      label: say.paper.sign,
      run: async () => {
        const written = await paper.read(officer.device);
        if (written === null || !(await gate.open())) return;
        const said = receivedOnPaper(load, { giver: giver.value, receiver, place: load.to }, draft.otherwise, written.paper);
        const kept = await sayFact(store, officer, said, context.now(), { photos: written.photos });
        go("jawaban", kept.name);
      },
    },
    other: { label: words().trouble.back, run: () => go() },
  };
};
