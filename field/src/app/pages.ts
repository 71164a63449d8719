/** Which page an address shows. A room adds its pages here; large rooms are loaded when first opened. */
import { enrolment } from "../enrol/pages";
import { unlock } from "../enrol/unlocking";
import { home } from "../tasks/home";
import type { Context, OfficerContext, OfficerPage, Page } from "./context";
import { go, type Path } from "./router";
import { words } from "./words";

/** The first part of an address, and the page it opens. */
const PAGES: Readonly<Record<string, () => Page | Promise<Page>>> = {
  "": () => home,
  daftar: () => enrolment,
  masuk: () => unlock,
  petugas: async () => (await import("../enrol/people")).people,
  cara: async () => (await import("../enrol/people")).ways,
  kembalikan: async () => (await import("../enrol/people")).giveBack,
};

/** The same for pages that need to know whose turn it is. */
const OFFICER_PAGES: Readonly<Record<string, () => OfficerPage | Promise<OfficerPage>>> = {
  catatan: async () => (await import("../sync/pages")).records,
  salinan: async () => (await import("../sync/copying")).copies,
  hitung: async () => (await import("../tasks/counting")).counting,
  buka: async () => (await import("../tasks/voting_pages")).opening,
  partisipasi: async () => (await import("../tasks/voting_pages")).turnout,
  tutup: async () => (await import("../tasks/voting_pages")).closing,
  pindah: async () => (await import("../tasks/voting_pages")).moving,
  hasil: async () => (await import("../tasks/voting_pages")).result,
  segelkotak: async () => (await import("../tasks/voting_pages")).sealing,
  pulang: async () => (await import("../tasks/voting_pages")).leaving,
  kembali: async () => (await import("../tasks/voting_pages")).returning,
  serahkan: async () => (await import("../handover/pages")).serahkan,
  serah: async () => (await import("../handover/pages")).serah,
  terima: async () => (await import("../handover/pages")).terima,
  jawaban: async () => (await import("../handover/pages")).jawaban,
  saksikan: async () => (await import("../handover/pages")).saksikan,
  bawa: async () => (await import("../handover/pages")).bawa,
  masalah: async () => (await import("../tasks/trouble_pages")).trouble,
  gudang: async () => (await import("../tasks/inspection_pages")).inspection,
  muat: async () => (await import("../tasks/inspection_pages")).loading,
  isi: async () => (await import("../tasks/pack_check_pages")).packCheck,
  segel: async () => (await import("../tasks/reseal_pages")).reseal,
  kertas: async () => (await import("../handover/pages")).kertas,
  kawal: async () => (await import("../tasks/guarding")).escort,
  jaga: async () => (await import("../tasks/guarding")).post,
};

/** Return the page of a path and the parts behind its name. */
export async function pageOf([name = "", ...args]: Path, context: Context): Promise<{ page: Page; args: string[] }> {
  if (Object.hasOwn(OFFICER_PAGES, name)) {
    if (context.officer === null) return { page: home, args: [] };
    const page = await (OFFICER_PAGES[name] as () => OfficerPage | Promise<OfficerPage>)();
    return { page: (given, ...rest) => page(given as OfficerContext, ...rest), args };
  }
  const load = Object.hasOwn(PAGES, name) ? PAGES[name] : undefined;
  return { page: load === undefined ? nothing : await load(), args };
}

const nothing: Page = () => ({
  title: "tepat",
  heading: words().trouble.noPage,
  go: { label: words().trouble.back, run: () => go() },
});
