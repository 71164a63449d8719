/** The only red screen: a box that must not be taken, and whose it is. */
import { h, type Child } from "../app/h";
import { icon } from "../app/icons";
import { words } from "../app/words";
import type { Verdict } from "./checking";
import { boxName } from "./names";
import type { ScanWork } from "./screen";

/** Return the dialog that covers the screen until the person decides. */
export function wrongDialog(verdict: Verdict, work: ScanWork): HTMLDialogElement {
  const { wrong } = words().scan;
  const [heading, ...rest] = sentences(verdict, work);
  const { arrived } = work;
  const said = h("p.said", { role: "alert" });
  const close = (): void => dialog.close();
  const record = arrived && h("button", { type: "button", onclick: () => void recorded() }, arrived.label);
  const aside = h("button.go", { type: "button", autofocus: true, onclick: close }, wrong.aside);
  const dialog = h(
    "dialog.phone.wrong",
    { "aria-label": heading, oncancel: (event: Event) => event.preventDefault() },
    h("main", {}, icon("tidak", 96), h("h1", {}, heading), ...rest, h("p.say", {}, wrong.set)),
    h("footer", {}, said, aside, record),
  );

  async function recorded(): Promise<void> {
    try {
      await arrived?.run(verdict);
      close();
    } catch {
      said.textContent = words().scan.said.notKept;
    }
  }

  return dialog;
}

function sentences(verdict: Verdict, { names, here, counting }: ScanWork): [string, ...Child[]] {
  const { wrong } = words().scan;
  const whose = (code: string): Child => h("p.say", {}, wrong.whose, h("br"), h("b", {}, boxName(code, names)));
  const load = (name: string | null): Child => name !== null && h("p.say", {}, wrong.load(name));
  switch (verdict.is) {
    case "elsewhere":
      return [wrong.elsewhere(here), whose(verdict.code), load(verdict.load)];
    case "other_load":
      return [wrong.other_load, whose(verdict.code), load(verdict.load)];
    case "unplanned":
      return [wrong.unplanned, whose(verdict.code)];
    case "other_election":
      return [wrong.other_election, h("p.say", {}, wrong.tag(verdict.tag, counting.load.tag))];
    default:
      throw new Error(`no wrong box: ${verdict.is}`);
  }
}
