/** What waits on this phone, carried without a network; and what others ask this phone to carry. */
import { h } from "../app/h";
import { icon } from "../app/icons";
import type { OfficerPage } from "../app/context";
import { go } from "../app/router";
import { words } from "../app/words";
import { MOST_ITEMS, type Item } from "../log/parcels";
import { wholeText } from "../log/series";
import { looking } from "./camera";
import { checkFact } from "./checking";
import { itemOf, keepOther, knownBy } from "./knowing";
import { codesOf, codeView, messagesOf } from "./showing";
import { copied, way } from "./ways";

/** `#/salinan`: the outbox as a series of codes, as text, or as SMS. Nothing leaves it by this. */
export const outboxCopy: OfficerPage = async (context) => {
  const { carry: say } = words();
  const { handover } = words();
  const waiting = (await context.store.outbox(context.officer.device)).map(itemOf);
  const back = { label: handover.back, run: () => go("catatan") };
  if (waiting.length === 0) return { title: say.title, heading: say.nothing, go: back };
  const some = waiting.slice(0, MOST_ITEMS);
  const shown = codeView(codesOf(some), say.label);
  const texts = parcelsOf(waiting).map((each) => wholeText(each));
  const sms = messagesOf(some);
  const said = h("p.small.c", { role: "status" }, waiting.length > some.length ? say.first(some.length, waiting.length) : "");
  const copy = (text: string) => async (): Promise<void> => {
    await copied(text);
    said.textContent = handover.ways.copied;
  };
  return {
    title: say.title,
    heading: say.heading(waiting.length),
    body: [
      shown.view,
      said,
      h("div.ways", {}, way(handover.ways.text, say.textText, copy(texts.join("\n"))), sms.length <= MOST_SMS && way(handover.ways.sms(sms.length), "", copy(sms.join("\n")))),
      h("p.small", {}, say.stays),
    ],
    other: back,
    leave: shown.leave,
  };
};

/** More would cost more than it is worth: by then WhatsApp or a code is the way. */
const MOST_SMS = 20;

function parcelsOf(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / MOST_ITEMS) }, (_, at) => items.slice(at * MOST_ITEMS, (at + 1) * MOST_ITEMS));
}

interface Taken {
  readonly kept: number;
  readonly amber: number;
  readonly refused: number;
}

let taken: Taken | null = null;

/** `#/bawa`: facts of other phones, kept here and sent from here. Each signature speaks for itself. */
export const carry: OfficerPage = async (context) => {
  const { carry: say, handover } = words();
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
  return { title: say.title, heading: say.take, view: look.view, body: look.body, other: { label: handover.back, run: () => go("catatan") }, leave: look.leave };
};
