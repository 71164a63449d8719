/** Other ways for a half: with its list, as text or SMS, the own key; and what to do where nobody is there. */
import { h, type Child } from "../app/h";
import type { OfficerPage } from "../app/context";
import { go } from "../app/router";
import { ofHandover } from "../app/words/of_handover";
import { wholeText } from "../log/series";
import type { Item } from "../log/parcels";
import type { Contact } from "../manifest/types";
import { nothing } from "./give";
import { halfCalled, itemOf, knownBy, loadOf, partyName, type Known, type Mine } from "./knowing";
import { HOLDERS, idOf, listOf, partyOf, type Load } from "./loads";
import { draftOf, keepDraft } from "./parts";
import { codesOf, codeView, messagesOf } from "./showing";
import { writeText } from "../log/carrying";

/** `#/serah/<given>/cara` and `#/jawaban/<received>/cara`. */
export const ways: OfficerPage = async (context, name = "") => {
  const known = await knownBy(context);
  const half = halfCalled(known, name);
  if (half === undefined) return nothing();
  const { ways: say, title } = ofHandover();
  const isOffer = half.fact.kind === "given";
  const back = isOffer ? ["serah", name] : ["jawaban", name];
  const items = await bothHalves(known, name);
  const sms = messagesOf(items);
  const said = h("p.say", { role: "status" });
  const copy = (text: string) => async (): Promise<void> => {
    await copied(text);
    said.textContent = say.copied;
  };
  const [only] = items;
  const text = items.length === 1 && only?.sig ? writeText({ body: only.body, sig: only.sig }) : wholeText(items);
  return {
    title,
    heading: isOffer ? say.heading : say.answering,
    body: [
      said,
      h(
        "div.ways",
        {},
        isOffer && way(say.list, say.listText, () => go("serah", name, "daftar")),
        way(say.key, say.keyText, () => go(...back, "kunci")),
        isOffer && way(say.absent, "", () => go("serah", name, "absen")),
        way(say.text, say.textText, copy(text)),
        way(say.sms(sms.length), "", copy(sms.join("\n"))),
      ),
    ],
    other: { label: say.back, run: () => go(...back) },
  };
};

function way(label: string, text: string, run: () => unknown): HTMLElement {
  return h("button.way", { type: "button", onclick: () => void run() }, h("span", {}, label, text !== "" && h("small", {}, text)));
}

/** A half with the other one, where this phone keeps it. */
async function bothHalves(known: Known, name: string): Promise<Item[]> {
  const half = halfCalled(known, name);
  if (half === undefined) return [];
  const offer = half.fact.kind === "given" ? half : halfCalled(known, half.fact.given ?? "");
  const answers = known.halves.filter(({ fact }) => fact.kind !== "given" && fact.given === offer?.kept.name);
  return [...(offer === undefined ? [] : [offer]), ...(answers.length > 0 ? answers : offer === half ? [] : [half])].map(({ kept }) => itemOf(kept));
}

/** Copy a text; where the page may not, it stands in a field to be copied by hand. */
async function copied(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = h("textarea", { readonly: true }, text);
    document.querySelector("main")?.append(field);
    field.select();
  }
}

/** `#/serah/<given>/daftar`: the offer with the list of its load, as a series. */
export const withList: OfficerPage = async (context, name = "") => {
  const known = await knownBy(context);
  const half = halfCalled(known, name);
  if (half?.fact.kind !== "given") return nothing();
  const load = loadOf(known, half.fact);
  const list: Item[] = load.list === "" ? [] : [{ body: listOf(context.officer.election, context.officer.kabupaten, load), sig: null }];
  const say = ofHandover();
  const shown = codeView(codesOf([...list, itemOf(half.kept)]), say.offer.label);
  return {
    title: say.title,
    heading: say.offer.heading(partyName(half.fact.receiver, known.names)),
    body: [shown.view],
    go: { label: say.offer.scan, run: () => go("serah", name, "jawaban") },
    other: { label: say.ways.back, run: () => go("serah", name) },
    leave: shown.leave,
  };
};

/** `#/serah/<given>/kunci` and `#/jawaban/<received>/kunci`: the fact `enrolled` of this officer, for a phone that knows no such key. */
export const ownKey: OfficerPage = async (context, name = "") => {
  const { store, officer } = context;
  const say = ofHandover();
  const half = halfCalled(await knownBy(context), name);
  const kept = [...(await store.outbox(officer.device)), ...(await store.archive(officer.device))];
  const enrolled = kept.find((each) => each.own && each.kind === "enrolled");
  if (enrolled === undefined) return nothing();
  const shown = codeView(codesOf([itemOf(enrolled)]), say.key.heading);
  return {
    title: say.title,
    heading: say.key.heading,
    body: [h("p.say", {}, say.key.text), shown.view],
    other: { label: say.ways.back, run: () => go(half?.fact.kind === "given" ? "serah" : "jawaban", name) },
    leave: shown.leave,
  };
};

/** `#/serah/<given>/absen`: whom to call, who may take it instead, and the way back. */
export const absent: OfficerPage = async (context, name = "") => {
  const known = await knownBy(context);
  const half = halfCalled(known, name);
  if (half?.fact.kind !== "given") return nothing();
  const { absent: say, cancel, title, ways: other } = ofHandover();
  const load = loadOf(known, half.fact);
  const { receiver } = half.fact;
  const parties = instead(context, known, load, receiver);
  return {
    title,
    heading: say.heading,
    body: [
      h("p.say", {}, say.text),
      ...known.contacts.filter((each) => partyFor(each) === receiver).map((each) => call(each)),
      parties.length > 0 && h("h2", {}, say.next),
      ...parties.map((party) => h("button", { type: "button", onclick: () => void giveTo(context, load, party, name) }, choice(party, load, known))),
      parties.length === 0 && h("p.say", {}, say.none),
      h("button", { type: "button", onclick: () => go("serah", name, "batal") }, cancel.button),
    ],
    other: { label: other.back, run: () => go("serah", name) },
  };
};

const partyFor = (contact: Contact): string => `${contact.role}@${contact.area}`;

function call({ name, phone }: Contact): HTMLElement {
  return h("a.button", { href: `tel:${phone.replace(/[^0-9+]/g, "")}` }, ofHandover().absent.call(name));
}

/** Holders named in the list beforehand, drivers among them, and last the store it came from. */
function instead({ officer }: Mine, known: Known, load: Load, receiver: string): string[] {
  const own = `${officer.role}@${officer.area}`;
  const named = known.contacts.filter((each) => HOLDERS.has(each.role)).map(partyFor);
  const back = partyOf(load.start);
  return [...new Set([...named, ...(back === null ? [] : [back])])].filter((party) => party !== own && party !== receiver);
}

function choice(party: string, load: Load, known: Known): Child {
  const name = partyName(party, known.names);
  return party === partyOf(load.start) ? ofHandover().absent.back(name) : name;
}

/** The old offer is cancelled when the new one is signed, not before: until then nothing changed. */
async function giveTo(context: Mine, load: Load, receiver: string, replaces: string): Promise<void> {
  const draft = await draftOf(context, idOf(load));
  await keepDraft(context, idOf(load), { ...draft, receiver, replaces });
  go("serahkan", idOf(load));
}
