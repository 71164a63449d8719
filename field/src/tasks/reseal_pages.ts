/** `#/segel`: a box is sealed anew, by two persons and with a photo. */
import type { OfficerContext, OfficerPage } from "../app/context";
import { h } from "../app/h";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { ofHandover } from "../app/words/of_handover";
import { placeName } from "../enrol/place";
import { factOf } from "../facts/reading";
import { noteOf } from "../facts/notes";
import { say as sayFact } from "../facts/writing";
import { pinGate } from "../handover/parts";
import type { Note, Officer, Photo } from "../keeping/records";
import { manifestFor } from "../manifest/kept";
import type { Manifest } from "../manifest/types";
import { boxName } from "../scan/names";
import { namesOf } from "../scan/of_manifest";
import { boxIn, type FoundBox } from "./boxes";
import { maySeal } from "./duties";
import { findBox } from "./finding";
import { choices, draftFor, noList, photoButton, saved, type Draft } from "./parts";
import { ownPlace } from "./places";
import { areNew, closedOf, REASONS, resealedOf, type Reason, type Reseal } from "./reseal";
import { sealForm } from "./seal_form";

interface Begun {
  readonly reason: Reason | "";
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly photos: readonly Photo[];
  /** The second person: an officer of this phone, or a name on paper. */
  readonly second: string;
  readonly named: string;
  readonly note: Note | null;
  readonly done: number;
}

interface Work {
  readonly box: Extract<FoundBox, { is: "box" }>;
  readonly name: string;
  readonly draft: Draft<Begun>;
  readonly manifest: Manifest;
}

const STEPS: Readonly<Record<string, (context: OfficerContext, work: Work) => Screen | Promise<Screen>>> = { "": why, lama: before, baru: after, orang: second, tanda: sign };

/** `#/segel[/<code>[/lama|/baru|/orang|/tanda]]`, `#/segel/tersimpan` */
export const reseal: OfficerPage = async (context, code = "", step = "") => {
  const { reseal: say } = words();
  if (code === "tersimpan") return saved(context, say.title, say.done, say.doneText);
  const manifest = await manifestFor(context.store, context.officer);
  if (manifest === null || !maySeal(context.officer.role)) return noList(say.title);
  const box = code === "" ? null : boxIn(manifest, code);
  if (box?.is !== "box") {
    return findBox(context, manifest, { title: say.title, step: say.step(1), heading: say.find, found: (found) => go("segel", found) });
  }
  const empty: Begun = { reason: "", before: box.seals, after: [], photos: [], second: "", named: "", note: null, done: 0 };
  const draft = await draftFor(context, `reseal:${box.code}`, empty);
  return (STEPS[step] ?? why)(context, { box, name: boxName(box.code, namesOf(manifest)), draft, manifest });
};

function why(_context: OfficerContext, { box, name, draft }: Work): Screen {
  const { reseal: say } = words();
  const choose = (reason: Reason) => async (): Promise<void> => {
    await draft.keep({ reason });
    go("segel", box.code, "lama");
  };
  return {
    title: say.title,
    step: say.step(2),
    icon: { name: "segel", tone: "" },
    heading: say.why,
    body: [h("p.say", {}, name), choices(REASONS.map((each) => ({ label: say.reason[each], text: say.reasonText[each], run: choose(each) })))],
    other: { label: words().trouble.back, run: () => go() },
  };
}

function before(_context: OfficerContext, { box, draft }: Work): Screen {
  const { reseal: say } = words();
  return sealForm({
    title: say.title,
    step: say.step(3),
    heading: say.before,
    text: say.beforeText,
    seals: draft.value.before,
    keep: (seals) => draft.keep({ before: seals }),
    next: () => go("segel", box.code, "baru"),
    back: () => go("segel", box.code),
  });
}

function after(_context: OfficerContext, { box, draft }: Work): Screen {
  const { reseal: say } = words();
  return sealForm({
    title: say.title,
    step: say.step(4),
    heading: say.after,
    seals: draft.value.after,
    amiss: (seals) => (areNew([...draft.value.before, ...box.seals], seals) ? "" : say.notNew),
    keep: (seals) => draft.keep({ after: seals }),
    next: () => go("segel", box.code, "orang"),
    back: () => go("segel", box.code, "lama"),
  });
}

async function second(context: OfficerContext, { box, draft, manifest }: Work): Promise<Screen> {
  const { reseal: say, roles } = words();
  const handover = ofHandover();
  const { value } = draft;
  const others = (await context.store.officers()).filter((each) => each.device !== context.officer.device && each.log === context.officer.log);
  const names = new Map(Object.entries(manifest.areas));
  const options = others.map((each) => h("option", { value: each.device, selected: each.device === value.second }, `${roles[each.role] ?? each.role} ${placeName(each.area, names)}`));
  const select = h("select", { name: "second" }, h("option", { value: "" }, say.named), ...options);
  const field = h("input", { name: "named", autocomplete: "off", maxlength: 80, value: value.named });
  const label = h("label", { hidden: value.second !== "" }, say.namedLabel, field, h("small", {}, say.namedHint));
  const said = h("p.said", { role: "alert" });
  const keep = (): Promise<void> => draft.keep({ second: select.value, named: select.value === "" ? field.value.trim() : "" });
  select.addEventListener("change", () => {
    label.hidden = select.value !== "";
    void keep();
  });
  field.addEventListener("change", () => void keep());
  return {
    title: say.title,
    step: say.step(5),
    icon: { name: "orang", tone: "" },
    heading: say.second,
    body: [
      others.length > 0 && h("label", {}, say.secondLabel, select),
      label,
      photoButton(say.photo, context.officer.device, value.photos.length, async (photo) => {
        await keep();
        await draft.keep({ photos: [...value.photos.filter((each) => each.sha256 !== photo.sha256), photo] });
        context.redraw();
      }),
      said,
    ],
    go: {
      label: words().check.next,
      run: async () => {
        await keep();
        const { second: who, named, photos } = draft.value;
        said.textContent = who === "" && named === "" ? say.nobody : photos.length === 0 ? say.noPhoto : "";
        if (said.textContent === "") go("segel", box.code, "tanda");
      },
    },
    other: { label: handover.back, run: () => go("segel", box.code, "baru") },
  };
}

async function sign(context: OfficerContext, work: Work): Promise<Screen> {
  const { box, name, draft } = work;
  const { reseal: say } = words();
  const handover = ofHandover();
  const { value } = draft;
  if (value.reason === "" || !areNew(value.before, value.after) || value.photos.length === 0) return why(context, work);
  const other = value.second === "" ? undefined : await context.store.officer(value.second);
  const own = pinGate(context);
  const theirs = other === undefined ? null : pinGate({ ...context, officer: other }, say.theirPin);
  const row = (label: string, text: string): HTMLElement[] => [h("dt", {}, label), h("dd", {}, text)];
  return {
    title: say.title,
    step: say.step(6),
    heading: say.sure,
    body: [
      h("p.say", {}, name),
      h("dl.facts", {}, ...row(say.was, value.before.join(", ") || "-"), ...row(say.is, value.after.join(", ")), ...row(say.whyLabel, say.reason[value.reason])),
      h("p.small", {}, other === undefined ? say.onPaper(value.named) : say.both),
      ...own.body,
      ...(theirs?.body ?? []),
    ],
    go: {
      label: say.sign,
      run: async () => {
        if (!(await own.open()) || (theirs !== null && !(await theirs.open()))) return;
        await signed(context, work, value.reason as Reason, other);
        void context.sync(false);
        go("segel", "tersimpan");
      },
    },
    other: { label: handover.back, run: () => go("segel", box.code, "orang") },
  };
}

/** Three facts, each kept together with how far the work has come. */
async function signed(context: OfficerContext, { box, draft, manifest }: Work, reason: Reason, other: Officer | undefined): Promise<void> {
  const { store, officer, now } = context;
  const { before: old, after: fresh, photos, named } = draft.value;
  const note = draft.value.note ?? noteOf(named === "" ? "" : words().reseal.noteOf(named), officer.device);
  await draft.keep({ note });
  const work: Reseal = { code: box.code, reason, before: old, after: fresh, place: ownPlace(officer, manifest), photos: photos.map((each) => each.sha256), note: note?.hash ?? "" };
  const beside = other === undefined ? [] : [other];
  for (const [at, said] of resealedOf(work).entries()) {
    if (at < draft.value.done) continue;
    const value = { ...draft.value, done: at + 1 };
    await sayFact(store, officer, said, now(), { notes: said.kind === "unsealed" && note !== null ? [note] : [], keep: { [draft.key]: value } }, beside);
  }
  await sayFact(store, officer, closedOf(work, await openedBy(context, box.code)), now(), { photos, draft: draft.key }, beside);
}

/** The name of the fact by which this officer opened the box last. */
async function openedBy({ store, officer }: OfficerContext, code: string): Promise<string> {
  const all = [...(await store.archive(officer.device)), ...(await store.outbox(officer.device))].filter((each) => each.own && each.kind === "unsealed");
  const opened = all.filter((each) => { const fact = factOf(each); return fact?.kind === "unsealed" && fact.package === code; });
  return opened.sort((a, b) => b.seq - a.seq)[0]?.name ?? "";
}
