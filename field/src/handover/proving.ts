/** A key that no list knows: its owner shows the fact `enrolled`, then the letter on paper. */
import { h } from "../app/h";
import { icon } from "../app/icons";
import type { OfficerContext, OfficerPage } from "../app/context";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { ofHandover } from "../app/words/of_handover";
import { looking } from "./camera";
import { keepPeer, knownBy } from "./knowing";
import { keyIn, provenBy, type Brought } from "./peers";
import { RECEIVE } from "./receive";

/** `#/terima/kunci`: who gives. */
export const prove: OfficerPage = async (context) => {
  const { key } = ofHandover();
  return proving(context, { waits: key.waits, letter: key.letter, back: [RECEIVE, "cek"], isTheirs: () => true });
};

/** `#/serah/<given>/bukti`: who answered this offer with a key that no list knows. */
export const proveAnswer: OfficerPage = async (context, name = "") => {
  const { key } = ofHandover();
  const { halves } = await knownBy(context);
  const signers = new Set(halves.flatMap(({ fact }) => (fact.kind !== "given" && fact.given === name ? [fact.device] : [])));
  return proving(context, { waits: key.waitsAnswer, letter: key.letterAnswer, back: ["serah", name, "selesai"], isTheirs: (device) => signers.has(device) });
};

interface Proving {
  readonly waits: string;
  readonly letter: string;
  readonly back: readonly string[];
  /** Whether the key is the one that is to be proven. */
  readonly isTheirs: (device: string) => boolean;
}

/** Two codes, in any order. */
async function proving(context: OfficerContext, { waits, letter: asks, back, isTheirs }: Proving): Promise<Screen> {
  const say = ofHandover();
  const known = await knownBy(context);
  let brought: Brought | null = null;
  let letter: string | null = null;
  const said = h("p.note", { role: "status" });
  const tell = (shape: "tepat" | "perhatian", text: string): void => said.replaceChildren(icon(shape, 22, shape), h("span", {}, text));
  const tried = async (): Promise<boolean> => {
    if (brought === null) return false;
    if (letter === null) {
      tell("tepat", asks);
      return false;
    }
    const peer = isTheirs(brought.device) ? await provenBy(brought, letter, context.officer.log, known.desks) : null;
    if (peer === null) {
      letter = null;
      tell("perhatian", say.key.wrong);
      return false;
    }
    await keepPeer(context, brought.device, peer);
    go(...back);
    return true;
  };
  const look = looking(waits, {
    items: async (items) => {
      for (const item of items) brought = (await keyIn(item)) ?? brought;
      return tried();
    },
    letter: (text) => {
      letter = text;
      return tried();
    },
  });
  return {
    title: say.title,
    heading: say.key.scan,
    view: look.view,
    body: [said, ...look.body],
    other: { label: say.back, run: () => go(...back) },
    leave: look.leave,
  };
}
