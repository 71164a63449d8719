/** The records of other phones, taken along to where there is a signal. */
import { h } from "../app/h";
import { icon } from "../app/icons";
import type { OfficerContext, OfficerPage } from "../app/context";
import { go } from "../app/router";
import { words } from "../app/words";
import { ofHandover } from "../app/words/of_handover";
import { looking } from "./camera";
import { Malformed } from "../log/bytes";
import type { Fact } from "../log/schema";
import { checkFact } from "./checking";
import { itemsInFile, LARGEST_FILE, type Brought } from "./from_file";
import { halfCalled, keepOther, knownBy, type Known } from "./knowing";

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
  const items = async (brought: readonly Brought[]): Promise<boolean> => {
    taken = await takeAll(context, brought, known);
    context.redraw();
    return true;
  };
  const look = looking(say.waits, { items });
  return { title: say.title, heading: say.take, view: look.view, body: [...look.body, fileOf(items)], other: { label: handover.back, run: () => go("salinan") }, leave: look.leave };
};

/**
 * Keep what may be true; a record that is certainly false stays behind. So does an answer to an own offer
 * by another party than it names: nobody stands before us, and it would keep the right one out.
 */
export async function takeAll(context: OfficerContext, brought: readonly Brought[], known: Known): Promise<Taken> {
  const found = { kept: 0, amber: 0, refused: 0 };
  for (const item of brought.filter((each) => each.sig !== null)) {
    const verdict = await checkFact(item, known.here);
    if (verdict.is === "red" || isOfOthers(verdict.fact, known)) {
      found.refused += 1;
      continue;
    }
    const { countersigned } = item;
    await keepOther(context, item, { name: verdict.name, kind: verdict.fact.kind, seq: verdict.fact.seq ?? 0, ...(countersigned && { countersigned }) });
    found.kept += 1;
    found.amber += verdict.amber.length > 0 ? 1 : 0;
  }
  return found;
}

function isOfOthers(fact: Fact, known: Known): boolean {
  if (fact.kind !== "received" && fact.kind !== "refused") return false;
  const given = halfCalled(known, fact.given ?? "");
  return given?.kept.own === true && given.fact.kind === "given" && (fact.giver !== given.fact.giver || fact.receiver !== given.fact.receiver);
}

/** The copy that another phone saved, from a memory card or a message. */
function fileOf(items: (brought: readonly Brought[]) => Promise<boolean>): HTMLElement {
  const { carry: say } = words();
  const said = h("p.say", { role: "status" });
  const input = h("input", { type: "file", accept: ".json,.txt,application/json,text/plain", "aria-label": say.file });
  input.addEventListener("change", async () => {
    const [file] = input.files ?? [];
    if (file === undefined) return;
    try {
      if (file.size > LARGEST_FILE) throw new Malformed("too large");
      await items(itemsInFile(await file.text()));
    } catch (error) {
      if (!(error instanceof Malformed)) throw error;
      said.textContent = say.badFile;
      input.value = "";
    }
  });
  return h("div.ways", {}, h("label.button.way", {}, h("span", {}, say.file, h("small", {}, say.fileText)), input), said);
}
