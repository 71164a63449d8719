/** *Jangan pergi dulu*: what is not done before people leave the TPS. Pure. */
import type { Spoken, Station } from "./voting_state";
import { boxesHere, TURNOUT_HOURS } from "./voting_state";

export type Left = "opening" | "turnout" | "papers" | "results" | "seals" | "boxes" | "photos" | "records";

/** One line of the list: how much of how much is left; nothing left is done. */
export interface Check {
  readonly what: Left;
  readonly left: number;
  readonly of: number;
}

/** What waits on the phone: photos, and facts with the words beside them, that no server has. */
export interface Waiting {
  readonly photos: number;
  readonly facts: number;
}

/** Every line, in the order in which people can do it. Only the first six keep anybody there. */
export function leavingList(station: Station, said: Spoken, waiting: Waiting): Check[] {
  const { contests } = station;
  const boxes = boxesHere(station, said);
  const without = (done: (sku: string) => boolean): number => contests.filter(({ sku }) => !done(sku)).length;
  const opened = said.began === null ? 1 : 0;
  return [
    { what: "opening", left: opened, of: 1 },
    { what: "turnout", left: Math.max(0, TURNOUT_HOURS.length - said.turnouts.length), of: TURNOUT_HOURS.length },
    { what: "papers", left: without((sku) => said.ballots.has(sku)), of: contests.length },
    { what: "results", left: without((sku) => said.results.has(sku)), of: contests.length },
    { what: "seals", left: boxes.filter((met) => !said.sealed.has(met.code)).length, of: boxes.length },
    { what: "boxes", left: boxes.filter((met) => !said.gone.has(met.code)).length, of: boxes.length },
    { what: "photos", left: waiting.photos, of: waiting.photos },
    { what: "records", left: waiting.facts, of: waiting.facts },
  ];
}

/** Whether people may go: all is done at the TPS. What waits to be sent goes along in the phone. */
export function mayGo(list: readonly Check[]): boolean {
  return list.every(({ what, left }) => left === 0 || what === "photos" || what === "records" || what === "turnout");
}
