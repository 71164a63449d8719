/** The records of other phones, taken along to where there is a signal. */
import { h } from "../app/h";
import { icon } from "../app/icons";
import type { OfficerPage } from "../app/context";
import { go } from "../app/router";
import { words } from "../app/words";
import { ofHandover } from "../app/words/of_handover";
import { looking } from "./camera";
import { checkFact } from "./checking";
import { keepOther, knownBy } from "./knowing";

interface Taken {
  readonly kept: number;
  readonly amber: number;
  readonly refused: number;
}

let taken: Taken | null = null;

/** `#/bawa`: facts of other phones, kept here and sent from here. Each signature speaks for itself. */
export const carry: OfficerPage = async (context) => {
  const { carry: say } = words();
  const handover = ofHandover();
  if (taken !== null) {
    const { kept, amber, refused } = taken;
    taken = null;
    return {
      title: say.title,
      icon: { name: refused > 0 || kept === 0 ? "perhatian" : "tepat" },
      heading: say.kept(kept),
      body: [
        h("p.say", {}, say.keptText),
        amber > 0 && h("p.note", {}, icon("perhatian", 22, "perhatian"), h("span", {}, say.amber(amber))),
        refused > 0 && h("p.note", {}, icon("tidak", 22, "tidak"), h("span", {}, say.refused(refused))),
      ],
      go: { label: handover.done.close, run: () => go("catatan") },
      other: { label: handover.again, run: context.redraw },
    };
  }
  const known = await knownBy(context);
  const look = looking(say.waits, {
    items: async (items) => {
      const found = { kept: 0, amber: 0, refused: 0 };
      for (const item of items.filter((each) => each.sig !== null)) {
        const verdict = await checkFact(item, known.here);
        if (verdict.is === "red") {
          found.refused += 1;
          continue;
        }
        await keepOther(context, item, { name: verdict.name, kind: verdict.fact.kind, seq: verdict.fact.seq ?? 0 });
        found.kept += 1;
        found.amber += verdict.amber.length > 0 ? 1 : 0;
      }
      taken = found;
      context.redraw();
      return true;
    },
  });
  return { title: say.title, heading: say.take, view: look.view, body: look.body, other: { label: handover.back, run: () => go("salinan") }, leave: look.leave };
};
