/** A key that no list knows: its owner shows the fact `enrolled`, then the letter on paper. */
import { h } from "../app/h";
import { icon } from "../app/icons";
import type { OfficerPage } from "../app/context";
import { go } from "../app/router";
import { ofHandover } from "../app/words/of_handover";
import { looking } from "./camera";
import { keepPeer, knownBy } from "./knowing";
import { keyIn, provenBy, type Brought } from "./peers";
import { RECEIVE } from "./receive";

/** `#/terima/kunci`: two codes, in any order. */
export const prove: OfficerPage = async (context) => {
  const say = ofHandover();
  const known = await knownBy(context);
  let brought: Brought | null = null;
  let letter: string | null = null;
  const said = h("p.note", { role: "status" });
  const tell = (shape: "tepat" | "perhatian", text: string): void => said.replaceChildren(icon(shape, 22, shape), h("span", {}, text));
  const tried = async (): Promise<boolean> => {
    if (brought === null) return false;
    if (letter === null) {
      tell("tepat", say.key.letter);
      return false;
    }
    const peer = await provenBy(brought, letter, context.officer.log, known.desks);
    if (peer === null) {
      letter = null;
      tell("perhatian", say.key.wrong);
      return false;
    }
    await keepPeer(context, brought.device, peer);
    go(RECEIVE, "cek");
    return true;
  };
  const look = looking(say.key.waits, {
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
    other: { label: say.back, run: () => go(RECEIVE, "cek") },
    leave: look.leave,
  };
};
