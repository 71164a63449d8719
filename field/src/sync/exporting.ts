/** A copy of what this phone holds, as a file that any desk, phone and verifier reads. */
import type { Archived } from "../keeping/records";
import type { Store } from "../keeping/store";

/**
 * Return the copy of an officer's records as JSON: facts, receipts and checkpoints, in the form
 * that `tepat log verify` takes. Only what was signed; no key and no PIN.
 */
export async function exportOf(store: Store, device: string): Promise<string> {
  const sent: readonly Archived[] = await store.archive(device);
  const facts = [...sent, ...(await store.outbox(device))];
  const officer = await store.officer(device);
  const head = officer === undefined ? undefined : await store.head(officer.log);
  const evidence = officer === undefined ? undefined : ((await store.setting(`evidence:${officer.log}`)) as { before?: string; now?: string } | undefined);
  const notes = [head?.note, evidence?.before, evidence?.now].filter((each) => each !== undefined && each !== "");
  return JSON.stringify({
    facts: facts.map(({ body, sig, countersigned }) => ({ body, sig, ...(countersigned === undefined ? {} : { countersigned }) })),
    receipts: sent.flatMap((each) => [each.receipt, ...(each.former ?? [])]),
    checkpoints: [...new Set(notes)],
  });
}

/** The name of an officer's copy as a file. */
export function copyName(device: string, now: Date): string {
  return `tepat-${device.slice(0, 8)}-${now.toISOString().slice(0, 10)}.json`;
}

/**
 * Hand a file to the person: by the phone's own share sheet, else as a download. Returns false
 * where the person closed the sheet: then nothing was saved anywhere.
 */
export async function shareFile(text: string, name: string): Promise<boolean> {
  const file = new File([text], name, { type: "application/json" });
  if (navigator.canShare?.({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return true;
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return false;
    }
  }
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return true;
}
