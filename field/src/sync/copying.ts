/** `#/salinan`: a copy of what waits, for when no network comes: a file, or codes and messages. */
import type { OfficerContext, OfficerPage } from "../app/context";
import { h } from "../app/h";
import { go } from "../app/router";
import { words } from "../app/words";
import { outboxCopy } from "../handover/carry";
import { way } from "../handover/ways";
import { exportOf, shareFile } from "./exporting";

export const copies: OfficerPage = async (context, part = "") => {
  if (part === "qr") return outboxCopy(context);
  const { copies: say, records } = words();
  const said = h("p.say", { role: "status" });
  const file = async (): Promise<void> => {
    await keepFile(context);
    said.textContent = say.made;
  };
  return {
    title: records.title,
    heading: say.heading(await context.store.waiting(context.officer.device)),
    body: [
      h("p.say", {}, say.text),
      h("div.ways", {}, way(say.file, say.fileText, file), way(say.codes, say.codesText, () => go("salinan", "qr")), way(say.carry, say.carryText, () => go("bawa"))),
      said,
    ],
    other: { label: records.title, run: () => go("catatan") },
  };
};

async function keepFile({ store, officer, now }: OfficerContext): Promise<void> {
  const made = await exportOf(store, officer.device);
  await shareFile(made, `tepat-${officer.device.slice(0, 8)}-${now().toISOString().slice(0, 10)}.json`);
}
