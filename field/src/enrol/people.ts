/** Who is on this phone, how it was opened, how it looks; and giving a borrowed phone back. */
import type { Context, Page } from "../app/context";
import { h, type Child } from "../app/h";
import { icon, type Icon } from "../app/icons";
import { go, hashOf } from "../app/router";
import { programKept, wayNow, type Way } from "../app/secure";
import { chooseTheme, themeNow, THEMES } from "../app/theme";
import { speak, words, type Language } from "../app/words";
import { isSoft } from "../facts/signing";
import { askToPersist, keepingNow } from "../keeping/persistence";
import type { Officer } from "../keeping/records";
import { namesFor } from "../manifest/kept";
import { placeName } from "./place";

export const people: Page = async (context) => {
  const { people: say } = words();
  const officers = await context.store.officers();
  const keeping = await keepingNow();
  const free = keeping.free === null ? "" : say.free(keeping.free / 1e9);
  return {
    title: say.title,
    heading: say.heading,
    body: [
      h("ul.rows", {}, ...(await Promise.all(officers.map((each) => row(context, each))))),
      h("h2", {}, say.storage),
      line(keeping.persistent === true ? "tepat" : "perhatian", keeping.persistent === true ? say.persistent : say.notPersistent, free),
      keeping.persistent === false && h("button", { type: "button", onclick: () => void askToPersist().then(context.redraw) }, say.askPersist),
      h("h2", {}, say.theme),
      choices(THEMES, themeNow(), (each) => say.themes[each], (each) => {
        chooseTheme(each);
        context.redraw();
      }),
      h("h2", {}, say.speech),
      choices(["id", "en"] as const, document.documentElement.lang === "en" ? "en" : "id", (each) => (each === "id" ? "Bahasa Indonesia" : "English"), (each) => void chosen(context, each)),
    ],
    go: { label: say.add, icon: "orang", run: () => go("daftar") },
    other: { label: words().ways.title, run: () => go("cara") },
  };
};

async function chosen(context: Context, language: Language): Promise<void> {
  await speak(language);
  localStorage.setItem("language", language);
  context.redraw();
}

async function row(context: Context, officer: Officer): Promise<HTMLElement> {
  const { people: say, roles, enrol, home } = words();
  const name = `${roles[officer.role] ?? officer.role} ${placeName(officer.area, await namesFor(context.store, officer))}`;
  const isNow = context.officer?.device === officer.device;
  const state = isNow ? say.now : say.locked;
  const unsent = await context.store.unsentOf(officer.device);
  const waiting = home.recordsText(unsent.all, unsent.aside);
  const soft = isSoft(officer.key) ? `, ${enrol.soft}` : "";
  return h(
    "li.person",
    {},
    h("p", {}, icon(isNow ? "tepat" : "kunci", 22, isNow ? "tepat" : ""), h("span", {}, h("b", {}, name), h("small", {}, `${state}. ${waiting}${soft}`), h("small.code", {}, officer.device.slice(0, 16)))),
    h(
      "p.pair",
      {},
      isNow ? h("button", { type: "button", onclick: () => context.turn(null) }, say.lock) : h("a.button", { href: hashOf(["masuk", officer.device]) }, words().unlock.open),
      isNow && h("a.button", { href: hashOf(["kembalikan"]) }, say.giveBack),
    ),
  );
}

function choices<T extends string>(all: readonly T[], now: T, label: (each: T) => string, choose: (each: T) => void): HTMLElement {
  const button = (each: T): HTMLElement => h("button", { type: "button", "aria-pressed": String(each === now), onclick: () => choose(each) }, label(each));
  return h("div.pick", {}, ...all.map(button));
}

function line(shape: Icon, text: string, small = ""): HTMLElement {
  return h("ul.rows", {}, h("li", {}, icon(shape, 22, shape), h("span", {}, h("b", {}, text), small !== "" && h("small", {}, small))));
}

/** What is said of a way; that it opens without a network only where the whole program is kept. */
function sayings(way: Way) {
  const { ways: say, home } = words();
  if (programKept() || way === "quick" || way === "emergency") return say[way];
  return { ...say[way], heading: home.saving, can: say[way].can.slice(0, 1), careful: [home.savingText] };
}

/** How the page was opened, and what that means: named by what the browser really offers. */
export const ways: Page = () => {
  const { ways: say } = words();
  const way: Way = wayNow();
  const { name, heading, can, cannot, careful } = sayings(way);
  const rows = (shape: Icon, texts: readonly string[]): Child[] =>
    texts.map((text) => h("li", {}, icon(shape, 22, shape), h("span", {}, h("b", {}, text))));
  return {
    title: say.title,
    heading,
    body: [h(way === "emergency" ? "p.md.dar" : "p.md", {}, name), h("ul.rows", {}, ...rows("tepat", can), ...rows("tidak", cannot), ...rows("perhatian", careful))],
    go: { label: say.start, run: () => go() },
  };
};

/** Of which records a copy was handed over here: one of fewer is no copy of what is deleted. */
let saved = "";

/** Whether somebody was removed from this phone just now: else nobody is told so. */
let removed = false;

/** *Aman dikembalikan* only when everything was sent; then the officer is removed from the phone. */
export const giveBack: Page = async (context) => {
  const { giveBack: say } = words();
  const { officer, store } = context;
  const back = { label: words().trouble.back, run: () => go() };
  if (officer === null) {
    const wasRemoved = removed;
    removed = false;
    return wasRemoved
      ? { title: say.title, icon: { name: "tepat" }, heading: say.gone, body: [h("p.say", {}, say.goneText)], go: back }
      : { title: say.title, icon: { name: "kunci", tone: "" }, heading: say.locked, body: [h("p.say", {}, say.lockedText)], go: back };
  }
  const { facts, all } = await store.unsentOf(officer.device);
  if (all > 0) {
    const send = async (): Promise<void> => {
      await context.sync();
      context.redraw();
    };
    return {
      title: say.title,
      icon: { name: "perhatian" },
      heading: say.notYet,
      body: [h("p.say", {}, say.notYetText(facts, all - facts))],
      go: { label: words().records.send, icon: "kirim", run: send },
      other: back,
    };
  }
  // Nobody else can show what this phone alone holds: without a copy it is not deleted.
  const archive = await store.archive(officer.device);
  const refused = Object.keys(await store.setAside(officer.device));
  const unproved = archive.filter((each) => each.proof === undefined).length + refused.length;
  const held = [officer.device, ...archive.map(({ name }) => name), ...refused].join();
  const save = async (): Promise<void> => {
    const { copyName, exportOf, shareFile } = await import("../sync/exporting");
    const made = await exportOf(store, officer.device);
    if (await shareFile(made, copyName(officer.device, context.now()))) saved = held;
    context.redraw();
  };
  const mustSave = unproved > 0 && saved !== held;
  const remove = async (): Promise<void> => {
    removed = await store.removeOfficer(officer.device);
    if (removed) context.turn(null);
    else context.redraw();
  };
  return {
    title: say.title,
    icon: { name: "tepat" },
    heading: say.safe,
    body: [h("p.say", {}, say.safeText), mustSave && h("p.note", {}, icon("perhatian", 22, "perhatian"), h("span", {}, say.unproved(unproved)))],
    go: mustSave ? { label: words().records.export, run: save } : { label: say.remove, run: remove },
    other: back,
  };
};
