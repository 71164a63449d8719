/** `#/salinan`: a copy of what waits, for when no network comes: file, message, or codes to scan. */
import type { OfficerContext, OfficerPage } from "../app/context";
import { h } from "../app/h";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { codesOf, codeView } from "../handover/showing";
import { fromBase64, utf8 } from "../log/bytes";
import { MOST_ITEMS } from "../log/parcels";
import { wholeText, type Item } from "../log/series";
import { takeReceipts } from "./brought";
import { exportOf, shareFile } from "./exporting";

export const copies: OfficerPage = async (context, way = "") => {
  const items = await itemsIn(context);
  return way === "qr" && items.length > 0 ? asCodes(items) : choose(context, items);
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
    await shared(parcelsOf(items).map(wholeText).join("\n"));
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
      h("div.ways", {}, way(say.file, say.fileText, file), way(say.message, say.messageText, text, closed), way(say.codes, say.codesText, () => go("salinan", "qr"), closed), way(say.carry, say.carryText, () => go("bawa")), receiptsFile(context, said)),
      said,
    ],
    other: { label: records.title, run: () => go("catatan") },
  };
}

/** The office's answer by a stick: what it has receipted leaves the outbox, as by the network. */
function receiptsFile(context: OfficerContext, said: HTMLElement): HTMLElement {
  const { copies: say } = words();
  const input = h("input", { type: "file", accept: ".json,application/json", "aria-label": say.receipts });
  input.addEventListener("change", async () => {
    const [file] = input.files ?? [];
    if (file === undefined) return;
    if ((await takeReceipts(context.store, context.officer, await file.text())) > 0) return go("catatan");
    said.textContent = say.noReceipts;
    input.value = "";
  });
  return h("label.button.way", {}, h("span", {}, say.receipts, h("small", {}, say.receiptsText)), input);
}

/** As many records at a time as one text or series carries; the oldest first. */
function parcelsOf(items: readonly Item[]): Item[][] {
  return Array.from({ length: Math.ceil(items.length / MOST_ITEMS) }, (_, at) => items.slice(at * MOST_ITEMS, (at + 1) * MOST_ITEMS));
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
  const shown = codeView(codesOf(parcelsOf(items)[0] ?? []), say.codes);
  return {
    title: records.title,
    heading: say.scan,
    body: [shown.view],
    other: { label: words().copies.other, run: () => go("salinan") },
    leave: shown.leave,
  };
}
