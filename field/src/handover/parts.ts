/** Parts that several screens of a handover share: PIN, what differs, why not, the draft. */
import { h, type Child } from "../app/h";
import { icon } from "../app/icons";
import { go } from "../app/router";
import type { Button, Screen } from "../app/screen";
import { words } from "../app/words";
import { ticks } from "../app/clock";
import { ofHandover } from "../app/words/of_handover";
import { counted, isPin, tryPin, waitOf } from "../enrol/pin";
import type { Amber, Refusal } from "./checking";
import type { Mine } from "./knowing";
import { NOTHING_OTHERWISE, type Otherwise, type Paper } from "./saying";

/** What a person is in the middle of; a phone that dies loses nothing of it. */
export interface Draft {
  readonly otherwise: Otherwise;
  /** Another receiver than the load's own: the deputy, a driver, the last store. */
  readonly receiver?: string;
  /** The own offer that this one takes the place of. */
  readonly replaces?: string;
  readonly paper?: Paper;
  /** The offer that was scanned: bodies and signatures as texts, lists without one. */
  readonly offer?: readonly { readonly body: string; readonly sig: string }[];
}

export async function draftOf(context: Mine, id: string): Promise<Draft> {
  const found = (await context.store.draft(key(context, id))) as Draft | undefined;
  return found ?? { otherwise: NOTHING_OTHERWISE };
}

export async function keepDraft(context: Mine, id: string, draft: Draft): Promise<void> {
  await context.store.keepDraft(key(context, id), draft);
}

export function key({ officer }: Mine, id: string): string {
  return `handover:${officer.device}:${id}`;
}

export interface Gate {
  readonly body: readonly Child[];
  /** Whether the PIN was right; says why where it was not. */
  readonly open: () => Promise<boolean>;
}

/** The PIN of whoever signs, and what its field is called: a phone in a handover is held out to others. */
export function pinGate(context: Mine, label = words().unlock.label): Gate {
  const { unlock: say } = words();
  const said = h("p.said", { role: "alert" });
  const field = h("input.pin", { type: "password", inputmode: "numeric", autocomplete: "off", name: "pin", maxlength: 8, enterkeyhint: "done" });
  const open = async (): Promise<boolean> => {
    const officer = await context.store.officer(context.officer.device);
    if (officer === undefined) return false;
    // What is no PIN is no try: the field may have been below the edge of the screen.
    if (!isPin(field.value.trim())) {
      field.focus();
      said.textContent = say.empty;
      return false;
    }
    const waits = waitOf(officer.pin, ticks());
    if (waits === 0) {
      const { right, pin } = await tryPin(officer.pin, field.value.trim(), ticks());
      await context.store.changeOfficer(officer.device, { pin });
      field.value = "";
      if (right) return true;
      field.focus();
      const next = waitOf(pin, ticks());
      said.textContent = next === 0 ? say.wrong : say.wait(Math.ceil(next / 1000));
      return false;
    }
    await context.store.changeOfficer(officer.device, { pin: counted(officer.pin, ticks()) });
    said.textContent = say.wait(Math.ceil(waits / 1000));
    return false;
  };
  return { body: [h("label.pinline", {}, label, field), said], open };
}

/** What stands amber on a handover, one line each. */
export function ambers(all: readonly Amber[]): HTMLElement[] {
  const { amber } = ofHandover();
  return all.map((each) => h("p.note", {}, icon("perhatian", 22, "perhatian"), h("span", {}, amber[each])));
}

/** Why the other side's half is not taken, and the one next step. */
export function redScreen(refusal: Refusal, next: Button, body: readonly Child[] = []): Screen {
  const { title, red } = ofHandover();
  const { heading, text } = red[refusal.why];
  return {
    title,
    icon: { name: "tidak", tone: "tidak" },
    heading,
    body: [h("p.say", {}, text), ...body],
    go: next,
    other: { label: words().trouble.back, run: () => go() },
  };
}

export function isOtherwise({ missing, extra, checks }: Otherwise): boolean {
  return missing.length + extra.length + checks.length > 0;
}

export function otherwiseLine(otherwise: Otherwise): Child {
  if (!isOtherwise(otherwise)) return null;
  const { missing, extra, checks } = otherwise;
  return h("p.note", {}, icon("perhatian", 22, "perhatian"), h("span", {}, ofHandover().otherwise.said(missing.length, extra.length, checks.length)));
}
