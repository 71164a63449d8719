/** The first screen: who is on duty, and the one thing to do now. */
import type { Context, Page } from "../app/context";
import { dayOf, offsetOf } from "../app/clock";
import { dayName, daysBetween, stamp } from "../app/dates";
import { h, type Child } from "../app/h";
import { icon, type Icon } from "../app/icons";
import { go, hashOf } from "../app/router";
import type { Screen } from "../app/screen";
import { programKept, wayNow } from "../app/secure";
import { words } from "../app/words";
import { placeName } from "../enrol/place";
import type { Officer } from "../keeping/records";
import { countsOf, manifestFor, namesFor } from "../manifest/kept";
import type { Manifest } from "../manifest/types";
import { skewOf } from "../sync/clocks";
import { RULES } from "./rules";
import { tasksOf, type Task, type World } from "./task";

export const home: Page = async (context) => {
  if (context.officer !== null) return today(context, context.officer);
  const officers = await context.store.officers();
  return officers.length === 0 ? nobody(context.store.wasEmptied) : whoIsOnDuty(context, officers);
};

function nobody(wasEmptied: boolean): Screen {
  const { home: say, trouble } = words();
  return {
    title: "tepat",
    icon: wasEmptied ? { name: "perhatian" } : { name: "orang", tone: "" },
    heading: wasEmptied ? trouble.emptied : say.nobody,
    body: [h("p.say", {}, wasEmptied ? trouble.emptiedText : say.nobodyText)],
    go: { label: say.enrol, run: () => go("daftar") },
    other: { label: words().ways.title, run: () => go("cara") },
  };
}

async function whoIsOnDuty(context: Context, officers: readonly Officer[]): Promise<Screen> {
  const { home: say, roles } = words();
  const rows = officers.map(async (each) => {
    const name = `${roles[each.role] ?? each.role} ${placeName(each.area, await namesFor(context.store, each))}`;
    const { all, aside } = await context.store.unsentOf(each.device);
    return h(
      "li",
      {},
      h("a.whole", { href: hashOf(["masuk", each.device]) }, icon("orang"), h("span", {}, h("b", {}, name), h("small", {}, say.recordsText(all, aside)))),
    );
  });
  return {
    title: "tepat",
    heading: say.who,
    body: [h("ul.rows", {}, ...(await Promise.all(rows)))],
    other: { label: words().people.add, run: () => go("daftar") },
  };
}

async function today(context: Context, officer: Officer): Promise<Screen> {
  const { home: say, roles } = words();
  const { store } = context;
  const manifest = await manifestFor(store, officer);
  const now = context.now();
  const facts = await store.briefs(officer.device);
  const tasks = await brought(store, { officer, manifest, facts, now });
  const [first, ...rest] = tasks.filter((task) => task.when === "now");
  const anytime = tasks.filter((task) => task.when === "anytime");
  const later = tasks.filter((task) => task.when === "later");
  const names = await namesFor(store, officer);
  const { all, aside } = await store.unsentOf(officer.device);
  return {
    title: `${roles[officer.role] ?? officer.role} ${placeName(officer.area, names)}`,
    step: dayLine(now, manifest),
    heading: first?.title ?? (manifest === null ? say.noList : say.nothing),
    body: [
      h("p.say", {}, first?.text ?? (manifest === null ? say.noListText : say.nothingText)),
      await clock(context),
      ...(await announced(context, officer)),
      await readiness(context, officer, manifest),
      ...rest.map((task) => box(task.icon, task.title, task.text, task.path)),
      anytimeRows(anytime),
      ...later.map((task) => box("belum", say.later, task.title, task.path, true)),
      box(all > 0 ? "belum" : aside > 0 ? "perhatian" : "tepat", say.records, say.recordsText(all, aside), ["catatan"], true),
      box("orang", say.more, "", ["petugas"], true),
    ],
    ...(first === undefined ? { go: { label: words().records.send, icon: "kirim" as const, run: context.sync } } : { go: button(first) }),
  };
}

/** The tasks, with what other people signed and the server brought; its rules are loaded where there is any. */
async function brought(store: Context["store"], world: World<Manifest>): Promise<Task[]> {
  const tasks = tasksOf(RULES, world);
  const kept = (await store.setting(`halves:${world.officer.device}`)) as { readonly offers: readonly unknown[] } | undefined;
  if (!kept?.offers.length) return tasks;
  return import("./offers").then(({ withOffers }) => withOffers(store, world, tasks)).catch(() => tasks);
}

/** What the agencies announced; its code is loaded where something was. */
async function announced(context: Context, officer: Officer): Promise<readonly Child[]> {
  const kept = (await context.store.setting(`announced:${officer.device}`)) as { readonly all: readonly unknown[] } | undefined;
  if (!kept?.all.length) return [];
  return import("./announcing").then(({ announcements }) => announcements({ ...context, officer })).catch(() => []);
}

/** What may be done at any time, one line each: it never hides what is to be done now. */
function anytimeRows(tasks: readonly Task[]): Child {
  if (tasks.length === 0) return null;
  const row = (task: Task): HTMLElement => h("li", {}, h("a.whole", { href: hashOf(task.path) }, icon(task.icon, 22, task.icon === "perhatian" ? "perhatian" : ""), h("span", {}, h("b", {}, task.title), h("small", {}, task.text))));
  return h("ul.rows", { "aria-label": words().home.anytime }, ...tasks.map(row));
}

function button(task: Task) {
  return { label: task.button, icon: task.icon, run: () => go(...task.path) };
}

function dayLine(now: Date, manifest: Manifest | null): string {
  const day = dayOf(now, offsetOf(manifest?.zone ?? null, now));
  const voting = manifest?.days.voting ?? "";
  return voting === "" ? dayName(day) : `${dayName(day)}, ${words().home.day(daysBetween(day, voting))}`;
}

/** *Siap offline*: only where the list and the program are on this phone. */
export async function readiness({ store }: Context, officer: Officer, manifest: Manifest | null): Promise<Child> {
  const { home: say } = words();
  const kept = await store.manifest(officer.device);
  if (manifest === null || kept === undefined) return note("basi", say.notReady, "");
  const { boxes, seals } = countsOf(manifest);
  const text = say.readyText(stamp(new Date(kept.fetched), manifest.zone), boxes, seals);
  const way = wayNow();
  if (way === "quick" || way === "emergency") return note("perhatian", words().ways[way].cannot.at(-1) ?? "", text);
  if (!programKept()) return note("belum", say.saving, say.savingText);
  return note("tepat", say.ready, text);
}

/** A clock that is off is said, and set by the person: every record keeps its own time. */
async function clock({ store }: Context): Promise<Child> {
  const { home: say } = words();
  const skew = await skewOf(store);
  if (skew === 0) return null;
  return note("perhatian", say.clock, say.clockText(howLong(Math.abs(skew)), skew > 0));
}

function howLong(milliseconds: number): string {
  const { home: say } = words();
  const minutes = Math.round(milliseconds / 60_000);
  if (minutes < 120) return say.minutes(minutes);
  return minutes < 2 * 1440 ? say.hours(Math.round(minutes / 60)) : say.days(Math.round(minutes / 1440));
}

function note(shape: Icon, title: string, text: string): HTMLElement {
  return h("div.box", {}, h("p", {}, icon(shape, 22, shape), title), text !== "" && h("p.s", {}, text));
}

function box(shape: Icon, title: string, text: string, path: readonly string[], later = false): HTMLElement {
  return h(later ? "a.box.later" : "a.box", { href: hashOf(path) }, h("p", {}, icon(shape, 22, shape), title), text !== "" && h("p.s", {}, text));
}
