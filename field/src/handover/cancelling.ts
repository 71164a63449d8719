/** *Batalkan serah ini*: the giver takes back an offer that nobody has taken over. */
import { h } from "../app/h";
import type { OfficerPage } from "../app/context";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { ofHandover } from "../app/words/of_handover";
import { say as sayFact } from "../facts/writing";
import { nothing } from "./give";
import { halfCalled, knownBy, partyName, type Mine } from "./knowing";
import { pinGate } from "./parts";
import { takenBack } from "./taken_back";

/** `#/serah/<given>/batal`: why, and the PIN; the boxes stay in the giver's charge. */
export const cancel: OfficerPage = async (context, name = "") => {
  const known = await knownBy(context);
  const half = halfCalled(known, name);
  if (half?.fact.kind !== "given" || !half.kept.own) return nothing();
  if (await isCancelled(context, name)) return cancelled();
  const { fact } = half;
  const { title, ways, cancel: say } = ofHandover();
  const gate = pinGate(context);
  const reason = h("select", { name: "reason" }, ...Object.entries(say.reasons).map(([value, text]) => h("option", { value }, text)));
  const { shipment, list, packages, without } = fact;
  const what = { ...(shipment === undefined ? {} : { shipment }), ...(list === undefined ? {} : { list }), ...(without === undefined ? {} : { without }), ...(packages === undefined ? {} : { packages }) };
  return {
    title,
    heading: say.heading,
    body: [h("p.say", {}, say.text(partyName(fact.receiver, known.names))), h("label", {}, say.why, reason), ...gate.body],
    go: {
      label: say.sign,
      run: async () => {
        if (!(await gate.open())) return;
        if (await isOver(context, name)) return go("serah", name, "selesai");
        await sayFact(context.store, context.officer, { kind: "cancelled", ...what, fact: name, reason: reason.value }, context.now());
        void context.sync();
        context.redraw();
      },
    },
    other: { label: ways.back, run: () => go("serah", name) },
  };
};

export async function isCancelled({ store }: Mine, name: string): Promise<boolean> {
  return takenBack(await store.briefs()).has(name);
}

async function isOver(context: Mine, name: string): Promise<boolean> {
  return ((await knownBy(context)).here.answers.get(name) ?? []).length > 0;
}

export function cancelled(): Screen {
  const { title, cancel: say } = ofHandover();
  return { title, icon: { name: "tidak", tone: "" }, heading: say.done, body: [h("p.say", {}, say.doneText)], go: { label: words().trouble.back, run: () => go() } };
}
