/** `#/buka[/...]`: voting begins: the hour, why it is late, boxes and seals, a photo, the signature. */
import { dayOf, offsetOf } from "../app/clock";
import type { OfficerContext, OfficerPage } from "../app/context";
import { h } from "../app/h";
import { icon } from "../app/icons";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { say } from "../facts/writing";
import type { Photo } from "../keeping/records";
import { WORDS, type Check } from "../log/schema";
import { boxShort } from "../scan/names";
import { draftKey, draftOf, hereOf, keepDraft, noStation, photoField, reasons, type Here } from "./voting_parts";
import { minutesLate } from "./voting_rules";
import { minuteAt, type Station } from "./voting_state";

const WHAT = "buka";
const STEPS = 4;

interface Opening {
  /** "07:05", by the clock of the TPS. */
  readonly hour: string;
  readonly reason: string;
  readonly intact: boolean;
  /** What is otherwise, by package: a word of the list of conditions, or "seal_differs". */
  readonly broken: Readonly<Record<string, string>>;
  readonly photo: Photo;
}
type Draft = Partial<Opening>;

export const opening: OfficerPage = async (context, step = "") => {
  const here = await hereOf(context);
  if (here === null) return noStation();
  if (here.said.began !== null) return begun(here);
  const draft = await draftOf<Opening>(context, WHAT);
  const keep = async (more: Draft, ...next: string[]): Promise<void> => {
    await keepDraft(context, WHAT, { ...draft, ...more });
    go(WHAT, ...next);
  };
  if (step === "sebab") return why(here, draft, keep);
  if (step === "kotak") return boxes(here, keep);
  if (step === "rusak") return broken(here, draft, keep);
  if (step === "foto") return photo(context, here, draft, keep);
  if (step === "tanda") return sign(context, here, draft);
  return hour(context, here, draft, keep);
};

type Keep = (more: Draft, ...next: string[]) => Promise<void>;

function begun(here: Here): Screen {
  const { opening: text } = words().voting;
  return { title: here.title, icon: { name: "tepat" }, heading: text.done, body: [h("p.say", {}, text.doneText)], go: { label: words().trouble.back, run: () => go() } };
}

function hour(context: OfficerContext, here: Here, draft: Draft, keep: Keep): Screen {
  const { opening: text, step, next } = words().voting;
  const minute = minuteAt(here.manifest.zone, context.now());
  const input = h("input.figure", { type: "time", name: "hour", value: draft.hour ?? hourOf(minute) });
  return {
    title: here.title,
    step: step(1, STEPS),
    heading: text.hour,
    body: [h("label", {}, text.hourLabel, input), h("p.small", {}, text.hourText)],
    go: {
      label: next,
      run: async () => {
        if (!/^[0-9]{2}:[0-9]{2}$/.test(input.value)) return input.focus();
        await keep({ hour: input.value }, minutesLate(minuteOf(input.value)) > 0 ? "sebab" : "kotak");
      },
    },
    other: { label: words().trouble.back, run: () => go() },
  };
}

function why(here: Here, draft: Draft, keep: Keep): Screen {
  const { opening: text, step } = words().voting;
  return {
    title: here.title,
    step: step(1, STEPS),
    heading: text.late(minutesLate(minuteOf(draft.hour ?? ""))),
    body: [reasons(WORDS["voting_opened.reason"] ?? [], draft.reason, (reason) => keep({ reason }, "kotak"))],
    other: { label: words().voting.before, run: () => go(WHAT) },
  };
}

function boxes(here: Here, keep: Keep): Screen {
  const { opening: text, step } = words().voting;
  const rows = here.station.boxes.map((met) => h("li", {}, icon("kotak", 22), h("span", {}, boxShort(met.code), h("small.code", {}, met.seals.join(" ")))));
  return {
    title: here.title,
    step: step(2, STEPS),
    heading: text.boxes(here.station.boxes.length),
    body: [h("ul.rows", {}, ...rows)],
    go: { label: text.intact, icon: "segel", run: () => keep({ intact: true, broken: {} }, "foto") },
    other: { label: text.notIntact, run: () => keep({ intact: false }, "rusak") },
  };
}

function broken(here: Here, draft: Draft, keep: Keep): Screen {
  const { opening: text, step, next, conditions } = words().voting;
  const found: Record<string, string> = { ...draft.broken };
  const rows = here.station.boxes.map((met) => {
    const select = h("select", { "aria-label": boxShort(met.code) }, ...Object.entries(conditions).map(([value, label]) => h("option", { value, selected: (found[met.code] ?? "") === value }, label)));
    select.addEventListener("change", () => {
      found[met.code] = select.value;
    });
    return h("li", {}, h("span", {}, boxShort(met.code)), select);
  });
  return {
    title: here.title,
    step: step(2, STEPS),
    heading: text.which,
    body: [h("ul.differ", {}, ...rows)],
    go: { label: next, run: () => keep({ broken: Object.fromEntries(Object.entries(found).filter(([, word]) => word !== "")) }, "foto") },
    other: { label: words().voting.before, run: () => go(WHAT, "kotak") },
  };
}

function photo(context: OfficerContext, here: Here, draft: Draft, keep: Keep): Screen {
  const { opening: text, step, next, without } = words().voting;
  const field = photoField(text.photoLabel, draft.photo, context.officer.device, async (taken) => {
    await keep({ photo: taken }, "foto");
  });
  return {
    title: here.title,
    step: step(3, STEPS),
    heading: text.photo,
    body: field.body,
    go: { label: draft.photo === undefined ? without : next, run: () => go(WHAT, "tanda") },
    other: { label: words().voting.before, run: () => go(WHAT, "kotak") },
    leave: field.leave,
  };
}

function sign(context: OfficerContext, here: Here, draft: Draft): Screen {
  const { opening: text, step, reasons: names } = words().voting;
  const otherwise = Object.keys(draft.broken ?? {}).length;
  const late = draft.reason === undefined || minutesLate(minuteOf(draft.hour ?? "")) === 0 ? "" : (names[draft.reason] ?? draft.reason);
  return {
    title: here.title,
    step: step(4, STEPS),
    heading: text.sign,
    body: [
      h(
        "dl.facts",
        {},
        h("dt", {}, text.hourShort),
        h("dd", {}, (draft.hour ?? "").replace(":", "."), late !== "" && h("small", {}, ` ${late}`)),
        h("dt", {}, text.boxShort),
        h("dd", {}, text.summary(here.station.boxes.length, otherwise)),
        h("dt", {}, text.photoShort),
        h("dd", {}, draft.photo === undefined ? text.none : text.one),
      ),
    ],
    go: {
      label: text.signButton,
      icon: "kotak",
      run: async () => {
        if (draft.hour === undefined || draft.broken === undefined) return go(WHAT);
        await signed(context, here, draft);
        void context.sync(false);
        go();
      },
    },
    other: { label: words().voting.before, run: () => go(WHAT, "foto") },
  };
}

/** One fact a box, then the one that ends the draft: a phone that dies in between goes on here. */
async function signed(context: OfficerContext, here: Here, draft: Draft): Promise<void> {
  const { store, officer } = context;
  const now = context.now();
  const { station, said, manifest } = here;
  const { opened, incidents, checks } = seenAt(station, said.opened, draft.broken ?? {});
  for (const each of opened) await say(store, officer, each, now);
  const photos = draft.photo === undefined ? [] : [draft.photo];
  for (const each of incidents) if (!(await wasTold(context, each.checks))) await say(store, officer, each, now);
  const offset = offsetOf(manifest.zone, now);
  const starts = `${dayOf(now, offset)}T${draft.hour ?? ""}:00${offset}`;
  const late = minutesLate(minuteOf(draft.hour ?? "")) > 0 ? (draft.reason ?? "other") : "";
  await say(store, officer, { kind: "voting_opened", place: station.place, starts, reason: late, checks, photos: photos.map((each) => each.sha256) }, now, { photos, draft: draftKey(context, WHAT) });
}

/** What an incident is called for a word that was chosen of a box. */
const CALLED: Readonly<Record<string, string>> = { missing: "missing", seal_differs: "seal_differs", broken: "seal_differs" };

/**
 * What is said of the boxes. A box that is not there was opened by nobody; seals of the plan are
 * written where the person said that they match, and of what is otherwise only the word. Pure.
 */
export function seenAt({ place, boxes }: Pick<Station, "place" | "boxes">, already: ReadonlySet<string>, broken: Readonly<Record<string, string>>) {
  const found = boxes.flatMap(({ code }) => ((broken[code] ?? "") === "" ? [] : [{ code, word: broken[code] ?? "" }]));
  const other = new Map(found.map(({ code, word }) => [code, word]));
  const opened = boxes.flatMap((met) => (already.has(met.code) || other.get(met.code) === "missing" ? [] : [{ kind: "opened" as const, package: met.code, place, seals: other.has(met.code) ? [] : met.seals }]));
  // No word of the list says that a seal differs: the incident beside it does.
  const check = ({ code, word }: (typeof found)[number]): Check => ({ package: code, condition: word === "seal_differs" ? "other" : word });
  const kinds = [...new Set(found.map(({ word }) => CALLED[word] ?? "damaged"))].sort();
  const incidents = kinds.map((what) => {
    const those = found.filter(({ word }) => (CALLED[word] ?? "damaged") === what);
    return { kind: "incident" as const, what, place, packages: those.map(({ code }) => code).sort(), checks: those.map(check) };
  });
  return { opened, incidents, checks: found.map(check) };
}

async function wasTold({ store, officer }: OfficerContext, checks: readonly Check[]): Promise<boolean> {
  const facts = [...(await store.archive(officer.device)), ...(await store.outbox(officer.device))];
  return facts.some((kept) => kept.own && kept.kind === "incident" && checks.every((check) => kept.body.includes(check.package)) && kept.body.includes(`"place":"${officer.area}"`));
}

function hourOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
}

function minuteOf(hour: string): number {
  const [hours = 0, minutes = 0] = hour.split(":").map(Number);
  return hours * 60 + minutes;
}
