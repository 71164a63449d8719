/** Receiving a load: scan the giver's code, compare boxes and seals, sign, show the answer. */
import { h } from "../app/h";
import type { OfficerPage } from "../app/context";
import { go, hashOf } from "../app/router";
import type { Screen } from "../app/screen";
import { words } from "../app/words";
import { ofHandover } from "../app/words/of_handover";
import { say as sayFact } from "../facts/writing";
import { fromBase64, toBase64, utf8 } from "../log/bytes";
import type { Item } from "../log/parcels";
import { boxList } from "./boxes";
import { looking } from "./camera";
import { checkOffer, listsIn, type Offer, type Refusal } from "./checking";
import { nothing } from "./give";
import { halfCalled, itemOf, keepOther, knownBy, partyName, type Known, type Mine } from "./knowing";
import { ambers, draftOf, isOtherwise, keepDraft, key, otherwiseLine, pinGate, redScreen, type Draft } from "./parts";
import { countKey, countOf, extraOf, missingOf } from "../tasks/counting";
import { receivedOf, refusedOf } from "./saying";
import { codesOf, codeView } from "./showing";
import { openOffers, type Open } from "../sync/halves";
import { sent, waitFor } from "./waiting";

export const RECEIVE = "terima";

let refused: Refusal | null = null;

/** `#/terima`: the camera, until an offer is here. */
export const receive: OfficerPage = async (context) => {
  const say = ofHandover();
  if (refused !== null) {
    const refusal = refused;
    refused = null;
    const known = await knownBy(context);
    const mine = known.halves.find(({ kept, fact }) => kept.own && fact.kind !== "given" && fact.given === refusal.name);
    if (refusal.why === "answered" && mine !== undefined) {
      return redScreen(refusal, { label: say.showAnswer, run: () => go("jawaban", mine.kept.name) });
    }
    return redScreen(refusal, { label: say.again, run: context.redraw });
  }
  const first = await countedOffer(context);
  if (first !== null) return taken(context, first);
  const look = looking(say.receive.waits, {
    items: async (items) => {
      const lists = listsIn(items);
      const known = await knownBy(context, lists);
      const facts = items.filter((item) => item.sig !== null);
      const found = await Promise.all(facts.map((item) => checkOffer(item, known.here)));
      const good = found.find((each) => each.is === "offer") ?? found[0];
      if (good === undefined) return false;
      if (good.is === "red") {
        refused = good;
        context.redraw();
        return true;
      }
      await take(context, good, items);
      go(RECEIVE, "cek");
      return true;
    },
  });
  const { names } = await knownBy(context);
  const brought = h("div.ways");
  let listed = "";
  const list = async (): Promise<void> => {
    const open = await openOffers(context);
    const now = open.map(({ offer }) => offer.name).join();
    // Rows that stand stay: somebody may be pressing one.
    if (now !== listed) brought.replaceChildren(...open.map((each) => offerRow(each, names)));
    listed = now;
  };
  await list();
  const server = waitFor(context, say.online.offer, async () => {
    if ((await countedOffer(context)) !== null) {
      context.redraw();
      return true;
    }
    await list();
    return false;
  });
  return {
    title: say.title,
    step: h("span", {}, `${say.step(1, 3)} · `, server.view),
    heading: say.receive.heading,
    view: look.view,
    body: [brought, ...look.body],
    other: { label: words().trouble.back, run: () => go() },
    leave: () => {
      look.leave();
      server.leave();
    },
  };
};

/** The offer of the load that was counted just now, if the server brought it; those on paper are not counted. */
async function countedOffer(context: Mine): Promise<Open | null> {
  const found = await Promise.all((await openOffers(context)).map(async (open) => ({ open, at: open.offer.given.paper === undefined ? ((await countOf(context, open.offer.given.list ?? ""))?.at ?? 0) : 0 })));
  return found.filter(({ at }) => at > 0).sort((a, b) => b.at - a.at)[0]?.open ?? null;
}

function offerRow({ offer: { name, given, packages } }: Open, names: ReadonlyMap<string, string>): HTMLElement {
  const say = ofHandover();
  const who = partyName(given.giver, names);
  return h("a.button.way", { href: hashOf([RECEIVE, "tawaran", name]) }, h("span", {}, who, h("small", {}, [given.shipment ?? "", say.boxes(packages.length)].filter((each) => each !== "").join(", "))));
}

/** `#/terima/tawaran/<given>`: an offer that the server brought, checked and signed as one that was scanned. */
export const brought: OfficerPage = async (context, name = "") => {
  const open = (await openOffers(context)).find(({ offer }) => offer.name === name);
  if (open !== undefined) return taken(context, open);
  const known = await knownBy(context);
  const mine = known.halves.find(({ kept, fact }) => kept.own && fact.kind !== "given" && fact.given === name);
  if (mine === undefined) return nothing();
  return redScreen({ is: "red", why: "answered", half: null, name }, { label: ofHandover().showAnswer, run: () => go("jawaban", mine.kept.name) });
};

/** Take an offer into the draft, unless it is there already with what was found otherwise. */
async function taken(context: Mine, { offer, items }: Open): Promise<Screen> {
  const before = await waiting(context);
  if (before === null || "is" in before || before.offer.name !== offer.name) await take(context, offer, items);
  return check(context);
}

async function take(context: Mine, { given, packages }: Offer, items: readonly Item[]): Promise<void> {
  const missing = await missingOf(context, given.list ?? "", packages);
  const extra = await extraOf(context, given.list ?? "", packages);
  await keepDraft(context, RECEIVE, { otherwise: { missing, extra, checks: [] }, offer: items.map(packed) });
}

const packed = ({ body, sig }: Item): { body: string; sig: string } => ({
  body: new TextDecoder().decode(body),
  sig: sig === null ? "" : toBase64(sig),
});
const unpacked = ({ body, sig }: { body: string; sig: string }): Item => ({ body: utf8(body), sig: sig === "" ? null : fromBase64(sig) });

interface Waiting {
  readonly draft: Draft;
  readonly known: Known;
  readonly offer: Offer;
  readonly item: Item;
}

/** The offer that waits for this officer's signature, judged anew. */
export async function waiting(context: Mine): Promise<Waiting | Refusal | null> {
  const draft = await draftOf(context, RECEIVE);
  if (draft.offer === undefined) return null;
  const items = draft.offer.map(unpacked);
  const known = await knownBy(context, listsIn(items));
  let red: Refusal | null = null;
  for (const item of items.filter((each) => each.sig !== null)) {
    const offer = await checkOffer(item, known.here);
    if (offer.is === "offer") return { draft, known, offer, item };
    red ??= offer;
  }
  return red;
}

/** `#/terima/cek`: what is signed, with PIN. */
export const check = async (context: Mine): Promise<Screen> => {
  const found = await waiting(context);
  const say = ofHandover();
  if (found === null) return nothing();
  if ("is" in found) return redScreen(found, { label: say.again, run: () => go(RECEIVE) });
  const { draft, known, offer } = found;
  const gate = pinGate(context);
  const who = partyName(offer.given.giver, known.names);
  const boxes = offer.packages.length - draft.otherwise.missing.length + draft.otherwise.extra.length;
  const proves = offer.amber.includes("unknown_key");
  return {
    title: say.title,
    step: say.step(2, 3),
    heading: say.receive.check(boxes, who),
    body: [
      offer.given.paper !== undefined && h("p.say", {}, `${say.paperNumber}: ${offer.given.paper}`),
      ...ambers(offer.amber),
      otherwiseLine(draft.otherwise),
      boxList(offer.packages, known, new Map((offer.given.checks ?? []).map((each) => [each.package, each.seals ?? []])), draft.otherwise),
      h(
        "div.answers",
        {},
        h("button", { type: "button", onclick: () => go(RECEIVE, "beda") }, say.give.otherwise),
        proves ? h("button", { type: "button", onclick: () => go(RECEIVE, "kunci") }, say.key.prove) : h("button", { type: "button", onclick: () => go(RECEIVE, "tolak") }, say.receive.refuse),
      ),
    ],
    foot: gate.body,
    go: {
      label: isOtherwise(draft.otherwise) ? say.receive.signOther : say.receive.sign,
      run: async () => {
        if (await gate.open()) await signed(context, found, null);
      },
    },
  };
};

/** `#/terima/tolak`: why not, and the signature under it. */
export const refuse: OfficerPage = async (context) => {
  const found = await waiting(context);
  const say = ofHandover();
  if (found === null) return nothing();
  if ("is" in found) return redScreen(found, { label: say.again, run: () => go(RECEIVE) });
  const gate = pinGate(context);
  const reasons = ofHandover().refuseReasons;
  const select = h("select", { name: "reason" }, ...Object.entries(reasons).map(([value, text]) => h("option", { value }, text)));
  return {
    title: say.title,
    heading: say.receive.refuseHeading,
    body: [h("label", {}, say.receive.refuse, select), ...gate.body],
    go: {
      label: say.receive.signRefuse,
      run: async () => {
        if (await gate.open()) await signed(context, found, select.value);
      },
    },
    other: { label: say.back, run: () => go(RECEIVE, "cek") },
  };
};

/** Keep the giver's half first, then sign: whatever dies in between, nothing is lost. */
async function signed(context: Mine, { offer, item, draft }: Waiting, reason: string | null): Promise<void> {
  const { store, officer } = context;
  await keepOther(context, item, { name: offer.name, kind: "given", seq: offer.given.seq ?? 0 });
  const own = offer.given.receiver;
  const said = reason === null ? receivedOf(offer.name, offer.given, own, draft.otherwise) : refusedOf(offer.name, offer.given, own, draft.otherwise, reason);
  const kept = await sayFact(store, officer, said, context.now(), { draft: [key(context, RECEIVE), countKey(context, offer.given.list ?? "")] });
  go("jawaban", kept.name);
}

/** `#/jawaban/<received>`: the answer to scan. */
export const shown: OfficerPage = async (context, name = "") => {
  const known = await knownBy(context);
  const half = halfCalled(known, name);
  if (half === undefined || half.fact.kind === "given") return nothing();
  const say = ofHandover();
  const code = codeView(codesOf([itemOf(half.kept)]), say.receive.label);
  const state = h("span", { role: "status" }, words().states.kept);
  void sent(context).then(async () => {
    const kept = await context.store.archived(name);
    if (kept !== undefined && kept.verdict !== "quarantined") state.textContent = words().states.sent;
  });
  const screen: Screen = {
    title: say.title,
    step: h("span", {}, `${say.step(3, 3)} · `, state),
    heading: say.receive.show(partyName(half.fact.giver, known.names)),
    body: [code.view, h("p.small.c", {}, say.done.both), h("p.small.c", {}, say.online.comes)],
    go: {
      label: say.receive.close,
      run: () => {
        void context.sync(false);
        go();
      },
    },
    other: { label: say.offer.ways, run: () => go("jawaban", name, "cara") },
    leave: code.leave,
  };
  return screen;
};
