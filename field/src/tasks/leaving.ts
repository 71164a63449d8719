/** `#/pulang`: *jangan pergi dulu*: what is not done, each with its way there. */
import type { OfficerPage } from "../app/context";
import { h } from "../app/h";
import { icon } from "../app/icons";
import { go, hashOf, type Path } from "../app/router";
import { words } from "../app/words";
import { leavingList, mayGo, type Left } from "./leaving_rules";
import { hereOf, noStation } from "./voting_parts";

const WAYS: Readonly<Record<Left, Path>> = {
  opening: ["buka"],
  turnout: ["partisipasi"],
  papers: ["tutup"],
  results: ["hasil"],
  seals: ["segelkotak"],
  boxes: ["kembali"],
  photos: ["catatan"],
  records: ["catatan"],
};

export const leaving: OfficerPage = async (context) => {
  const here = await hereOf(context);
  if (here === null) return noStation();
  const { store, officer } = context;
  const { photos, notes } = await store.unsent(officer.device);
  const list = leavingList(here.station, here.said, { photos, facts: (await store.waiting(officer.device)) + notes });
  const { leaving: text } = words().voting;
  // What is open stands first: below the edge of the screen nobody looks for it.
  const rows = [...list.filter(({ left }) => left > 0), ...list.filter(({ left }) => left === 0)].map(({ what, left, of }) => {
    const isDone = left === 0;
    const shape = icon(isDone ? "tepat" : "belum", 24, isDone ? "tepat" : "belum");
    const line = h("span", {}, text.lines[what], h("small", {}, isDone ? text.done : text.left(left, of)));
    return h("li", {}, isDone ? shape : null, isDone ? line : h("a.whole", { href: hashOf(WAYS[what]) }, shape, line));
  });
  const may = mayGo(list);
  const open = list.find(({ left, what }) => left > 0 && what !== "turnout");
  return {
    title: here.title,
    icon: { name: may ? "tepat" : "perhatian" },
    heading: may ? text.may : text.heading,
    body: [h("p.say", {}, may ? text.mayText : text.text), h("ul.rows", {}, ...rows)],
    go: may || open === undefined ? { label: words().records.send, icon: "kirim", run: context.sync } : { label: text.next, run: () => go(...WAYS[open.what]) },
    other: { label: words().trouble.back, run: () => go() },
  };
};
