/** A supervisor scans either half and signs what was seen. Supervisors witness and never hold. */
import { h } from "../app/h";
import type { OfficerPage } from "../app/context";
import { go } from "../app/router";
import { words } from "../app/words";
import { ofHandover } from "../app/words/of_handover";
import { say as sayFact } from "../facts/writing";
import type { Item } from "../log/parcels";
import { boxList } from "./boxes";
import { looking } from "./camera";
import { checkSeen, OFFER_LASTS_MS, type Refusal } from "./checking";
import { nothing } from "./give";
import { halfCalled, keepOther, knownBy, loadOf, partyName, type Known, type Mine } from "./knowing";
import { SUPERVISORS } from "./loads";
import { ambers, pinGate, redScreen } from "./parts";
import { seenHalves, type SeenHalf } from "../sync/halves";
import { waitFor } from "./waiting";
import { NOTHING_OTHERWISE, witnessedOf, type Seals } from "./saying";

type Seen = Omit<Extract<Awaited<ReturnType<typeof checkSeen>>, { is: "half" }>, "is">;

let seen: { readonly half: Seen; readonly item: Item } | null = null;
let refused: Refusal | null = null;

/** `#/saksikan`: the camera. */
export const watch: OfficerPage = async (context) => {
  const say = ofHandover();
  if (!SUPERVISORS.has(context.officer.role)) return nothing();
  if (refused !== null) {
    const refusal = refused;
    refused = null;
    return redScreen(refusal, { label: say.again, run: context.redraw });
  }
  const known = await knownBy(context);
  const look = looking(say.receive.waits, {
    items: async (items) => {
      for (const item of items) {
        const half = await checkSeen(item, known.here);
        if (half.is === "half") {
          seen = { half, item };
          go("saksikan", "tanda");
          return true;
        }
        refused = half;
      }
      context.redraw();
      return true;
    },
  });
  const here = h("div.ways");
  let listed = "";
  const list = async (): Promise<false> => {
    const found = (await seenHalves(context)).filter(({ half }) => isToday(half, context.now()));
    const now = found.map(({ name }) => name).join();
    // Rows that stand stay: somebody may be pressing one.
    if (now === listed) return false;
    listed = now;
    here.replaceChildren(...(found.length === 0 ? [] : [h("h2", {}, say.online.seen)]), ...found.map((each) => seenRow(each, known)));
    return false;
  };
  await list();
  const server = waitFor(context, say.online.witness, list);
  const leave = (): void => {
    look.leave();
    server.leave();
  };
  return { title: say.title, step: h("span", {}, `${say.step(1, 2)} · `, server.view), heading: say.witness.heading, view: look.view, body: [here, ...look.body], other: { label: words().trouble.back, run: () => go() }, leave };
};

/** A half that the server brought: only what was seen with own eyes is signed, as after a scan. */
function seenRow({ name, half, amber, item }: SeenHalf, known: Known): HTMLElement {
  const say = ofHandover();
  const what = { given: say.witness.given, received: say.witness.received, refused: say.witness.refused }[half.kind];
  const open = (): void => {
    seen = { half: { name, half, amber }, item };
    go("saksikan", "tanda");
  };
  const sides = say.witness.seen(partyName(half.giver, known.names), partyName(half.receiver, known.names));
  return h("button.way", { type: "button", onclick: open }, h("span", {}, sides, h("small", {}, [half.shipment ?? "", what].filter((each) => each !== "").join(", "))));
}

/** Nobody is asked to remember what changed hands yesterday. */
function isToday(half: SeenHalf["half"], now: Date): boolean {
  return Math.abs(now.getTime() - Date.parse(half.at)) < OFFER_LASTS_MS;
}

/** `#/saksikan/tanda`: what is signed, or what does not fit. */
export const sign: OfficerPage = async (context) => {
  const say = ofHandover();
  if (!SUPERVISORS.has(context.officer.role)) return nothing();
  if (seen === null) return { title: say.title, heading: say.witness.heading, go: { label: say.again, run: () => go("saksikan") } };
  const { half, item } = seen;
  const known = await knownBy(context);
  const gate = pinGate(context);
  const load = loadOf(known, half.half);
  const findings = h("select", { name: "finding" }, h("option", { value: "" }, say.otherwise.state.whole), ...Object.entries(say.witness.finding).map(([value, text]) => h("option", { value }, text)));
  const what = { given: say.witness.given, received: say.witness.received, refused: say.witness.refused }[half.half.kind];
  return {
    title: say.title,
    step: say.step(2, 2),
    heading: say.witness.seen(partyName(half.half.giver, known.names), partyName(half.half.receiver, known.names)),
    body: [
      h("p.small", {}, `${what}: ${load.shipment}, ${say.boxes(load.packages.length)}. ${say.witness.text}`),
      ...ambers(half.amber),
      // Above the list: with the PIN in sight nobody looks for a question below it.
      h("label", {}, say.witness.differsHeading, findings),
      boxList(load.packages.filter((code) => !half.half.without?.includes(code)), known, sealsSaid(known, half.half), { ...NOTHING_OTHERWISE, checks: half.half.kind === "given" ? [] : (half.half.checks ?? []) }),
    ],
    foot: gate.body,
    go: {
      label: say.witness.sign,
      run: async () => {
        if (!(await gate.open())) return;
        await witnessed(context, half, item, findings.value);
        seen = null;
        void context.sync(false);
        go();
      },
    },
    other: { label: say.again, run: () => go("saksikan") },
  };
};

/** The seals that the giver wrote: an answer names the offer, and says only what is otherwise. */
function sealsSaid(known: Known, half: Seen["half"]): Seals {
  const offer = half.kind === "given" ? half : halfCalled(known, half.given ?? "")?.fact;
  return new Map((offer?.checks ?? []).map((each) => [each.package, each.seals ?? []]));
}

async function witnessed(context: Mine, half: Seen, item: Item, finding: string): Promise<void> {
  await keepOther(context, item, { name: half.name, kind: half.half.kind, seq: half.half.seq ?? 0 });
  await sayFact(context.store, context.officer, witnessedOf(half.name, half.half, finding), context.now());
}
