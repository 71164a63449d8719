/** One page, one file, no network: drop a published log and a policy, read one sentence. */
import "../../../src/tepat/server/static/css/tokens.css";
import "./verify.css";
import { Malformed } from "../log/bytes";
import { check } from "./checking";
import { filesOf } from "./files";
import type { Report } from "./report";
import { checkResults, isBundle } from "./results";
import { NOT_PROVEN, UNREADABLE, type ResultsReport } from "./results_words";

const GRADES = { changed: "diubah", incomplete: "belum lengkap", noted: "catatan" } as const;

function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  text = "",
  changes: Partial<HTMLElementTagNameMap[K]> = {},
): HTMLElementTagNameMap[K] {
  return Object.assign(document.createElement(tag), { textContent: text }, changes);
}

function chooser(label: string, hint: string, changes: Partial<HTMLInputElement>): { row: HTMLElement; input: HTMLInputElement } {
  const row = element("label", label);
  const input = element("input", "", { type: "file", ...changes });
  row.append(element("small", hint), input);
  return { row, input };
}

function chosen(...inputs: readonly HTMLInputElement[]): File[] {
  return inputs.flatMap((input) => [...(input.files ?? [])]);
}

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

function shown(report: Report): HTMLElement[] {
  const state = report.isFine ? "tepat" : "tidak";
  const said = element("p", report.sentence, { className: `said ${state}` });
  const facts = element("p", `Sidik ${report.fingerprint} · ukuran ${report.size} · ${report.signatures} tanda tangan dan ${report.older} titik periksa lama diperiksa.`);
  const list = element("ul");
  for (const { grade, words } of report.findings) list.append(element("li", `${GRADES[grade]}: ${words}`, { className: grade }));
  const limits = element("p", limitsOf(report), { className: "limits" });
  return report.size > 0 ? [said, facts, list, limits] : [said, list];
}

/** A bundle of results: what holds and what not, in the sentences of the command. */
function shownResults(report: ResultsReport): HTMLElement[] {
  const state = { fine: "tepat", not_proven: "perhatian", wrong: "tidak" }[report.outcome];
  const list = element("ul");
  for (const words of report.findings) list.append(element("li", words));
  const limits = element("ul", "", { className: "limits" });
  for (const words of NOT_PROVEN) limits.append(element("li", words));
  const unproven = element("p", "Tidak dibuktikan bundel ini:", { className: "limits" });
  return [element("p", report.sentence, { className: `said ${state}` }), element("p", report.counted), list, unproven, limits];
}

/** Check a bundle; nothing but a whole one is read. */
async function results(files: ReadonlyMap<string, Uint8Array>, policy: Uint8Array): Promise<HTMLElement[]> {
  try {
    return shownResults(await checkResults(files, policy));
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    return [element("p", UNREADABLE, { className: "said tidak" })];
  }
}

/** What this page leaves unsaid, so that nobody takes its sentence for more. */
function limitsOf(report: Report): string {
  const phones = report.phones > 0 ? `${report.phones} ekspor HP diperiksa.` : "Ekspor HP tidak diberikan, jadi tanda terima tidak diperiksa.";
  return `Yang tidak diperiksa halaman ini: keadaan paket, isi daftar, dan pencabutan kunci. ${phones} Untuk semuanya pakai tepat log verify.`;
}

function draw(into: HTMLElement): void {
  const zip = chooser("Berkas log", "Satu berkas .zip dari folder log, atau bundel hasil (hasil.zip).", { accept: ".zip", id: "zip" });
  const folder = chooser("atau folder log", "Folder yang berisi berkas checkpoint.", { webkitdirectory: true, id: "folder" });
  const policy = chooser("Kebijakan", "Kunci log dan saksi yang Anda percayai. Jangan ambil dari penyelenggara log.", { id: "policy" });
  const older = chooser("Titik periksa lama (bila ada)", "Berkas checkpoint yang pernah Anda simpan.", { id: "older", multiple: true });
  const phone = chooser("Ekspor HP petugas (bila ada)", "Berkas yang diekspor dari HP; tanda terimanya dicocokkan dengan log.", { id: "phone", multiple: true });
  const button = element("button", "Periksa log", { id: "check" });
  const result = element("section", "", { id: "result" });
  result.setAttribute("aria-live", "polite");
  button.addEventListener("click", () => void run(result));
  const run = async (answer: HTMLElement): Promise<void> => {
    const [trusted] = chosen(policy.input);
    const dropped = chosen(zip.input, folder.input);
    if (trusted === undefined || dropped.length === 0) {
      answer.replaceChildren(element("p", "Pilih berkas log dan kebijakan dahulu.", { className: "said" }));
      return;
    }
    answer.replaceChildren(element("p", "Memeriksa …", { className: "said" }));
    try {
      const [files, given] = [await filesOf(dropped), await bytesOf(trusted)];
      if (isBundle(files)) return answer.replaceChildren(...(await results(files, given)));
      const seen = await Promise.all(chosen(older.input).map(bytesOf));
      const phones = await Promise.all(chosen(phone.input).map(bytesOf));
      answer.replaceChildren(...shown(await check(files, given, seen, phones)));
    } catch (error) {
      const where = error instanceof Malformed ? `Kebijakan atau ekspor HP tidak terbaca (${error.message}).` : "Berkas .zip tidak terbaca.";
      answer.replaceChildren(element("p", `${where} Minta berkas yang utuh.`, { className: "said tidak" }));
    }
  };
  into.replaceChildren(
    element("h1", "Periksa log"),
    element("p", "Tanpa pasang apa-apa, tanpa internet: berkas tidak meninggalkan komputer ini."),
    zip.row, folder.row, policy.row, older.row, phone.row, button, result,
  );
}

const dark = matchMedia("(prefers-color-scheme: dark)");
const follow = (): void => void (document.documentElement.dataset["theme"] = dark.matches ? "gelap" : "terang");
dark.addEventListener("change", follow);
follow();
const page = document.getElementById("verify");
if (page) draw(page);
