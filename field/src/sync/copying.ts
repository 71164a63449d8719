/** `#/salinan`: a copy of what waits, for when no network comes: file, message, or codes to scan. */
import type { OfficerContext, OfficerPage } from "../app/context";
import { h } from "../app/h";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { factOf } from "../facts/reading";
import { looking } from "../handover/camera";
import { codesOf, codeView } from "../handover/showing";
import { fromBase64, textOf, toBase64, utf8 } from "../log/bytes";
import { nameOf } from "../log/canonical";
import { wholeText, type Item } from "../log/series";
import { exportOf, shareFile } from "./exporting";

export const copies: OfficerPage = async (context, way = "") => {
  const items = await itemsIn(context);
  return way === "qr" && items.length > 0 ? asCodes(items) : choose(context, items);
};

/** `#/bawa`: take the records of another phone along, to be sent from here. */
export const carrying: OfficerPage = (context) => {
  const { copies: say, records, trouble } = words();
  const look = looking(say.scan, {
    items: async (items) => {
      const facts = items.flatMap(({ body, sig }) => {
        const kept = { body: textOf(body), sig: sig === null ? "" : toBase64(sig) };
        const fact = factOf(kept);
        return fact === null || sig === null ? [] : [{ ...kept, name: nameOf(body), kind: fact.kind, seq: fact.seq ?? 0 }];
      });
      if (facts.length === 0) return false;
      for (const fact of facts) await context.store.keepOther({ ...fact, device: context.officer.device, own: false, stored: context.now().getTime() });
      go("catatan");
      void context.sync();
      return true;
    },
  });
  return { title: records.title, heading: say.carry, view: look.view, body: look.body, leave: look.leave, other: { label: trouble.back, run: () => go("salinan") } };
};

async function itemsIn({ store, officer }: OfficerContext): Promise<Item[]> {
  return (await store.outbox(officer.device)).map(({ body, sig }) => ({ body: utf8(body), sig: fromBase64(sig) }));
}

function choose(context: OfficerContext, items: readonly Item[]): Screen {
  const { copies: say, records } = words();
  const said = h("p.say", { role: "status" }, items.length === 0 ? records.nothingToExport : "");
  const file = async (): Promise<void> => {
    const made = await exportOf(context.store, context.officer.device);
    await shareFile(made, `tepat-${context.officer.device.slice(0, 8)}-${context.now().toISOString().slice(0, 10)}.json`);
    said.textContent = say.made;
  };
  const text = async (): Promise<void> => {
    await shared(wholeText(items));
    said.textContent = say.copied;
  };
  const closed = items.length === 0;
  const way = (label: string, small: string, run: () => unknown, off = false): HTMLElement =>
    h("button.way", { type: "button", disabled: off, onclick: () => void run() }, h("span", {}, label, h("small", {}, small)));
  return {
    title: records.title,
    heading: say.heading(items.length),
    body: [
      h("p.say", {}, say.text),
      h("div.ways", {}, way(say.file, say.fileText, file), way(say.message, say.messageText, text, closed), way(say.codes, say.codesText, () => go("salinan", "qr"), closed), way(say.carry, say.carryText, () => go("bawa"))),
      said,
    ],
    other: { label: records.title, run: () => go("catatan") },
  };
}

/** To WhatsApp by the phone's share sheet; else to the clipboard, or a field to copy from by hand. */
async function shared(text: string): Promise<void> {
  if (navigator.canShare?.({ text })) {
    try {
      await navigator.share({ text });
      return;
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
    }
  }
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = h("textarea", { readonly: true, "aria-label": words().copies.message }, text);
    document.querySelector("main")?.append(field);
    field.select();
  }
}

function asCodes(items: readonly Item[]): Screen {
  const { copies: say, records } = words();
  const shown = codeView(codesOf(items), say.codes);
  return {
    title: records.title,
    heading: say.scan,
    body: [shown.view],
    other: { label: words().copies.other, run: () => go("salinan") },
    leave: shown.leave,
  };
}
