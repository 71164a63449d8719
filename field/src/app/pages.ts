/** Which page an address shows. A room adds its pages here; large rooms are loaded when first opened. */
import type { Context, Page } from "./context";
import { go, type Path } from "./router";
import { words } from "./words";

/** The first part of an address, and the page it opens. */
const PAGES: Readonly<Record<string, () => Promise<Page>>> = {};

/** Return the page of a path and the parts behind its name. */
export async function pageOf([name = "", ...args]: Path, _context: Context): Promise<{ page: Page; args: string[] }> {
  const load = Object.hasOwn(PAGES, name) ? PAGES[name] : undefined;
  return { page: load === undefined ? nothing : await load(), args };
}

const nothing: Page = () => ({
  title: "tepat",
  heading: words().trouble.noPage,
  go: { label: words().trouble.back, run: () => go() },
});
