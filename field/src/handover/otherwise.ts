/** What differs from the list: one row a box, and boxes that stand on no list. Shared by both sides. */
import { h } from "../app/h";
import { go } from "../app/router";
import type { Screen } from "../app/screen";
import { ofHandover } from "../app/words/of_handover";
import type { Check } from "../log/schema";
import { meaning } from "../scan/meaning";
import type { Names } from "../scan/names";
import { nameFor } from "./boxes";
import { keepDraft, type Draft } from "./parts";
import type { Mine } from "./knowing";
import type { Otherwise } from "./saying";

export interface Differing {
  readonly id: string;
  readonly draft: Draft;
  readonly packages: readonly string[];
  readonly names: Names;
  /** Where to go when it is kept. */
  readonly back: readonly string[];
}

/** The word for seals that differ where nobody typed which: the list of conditions has no nearer one. */
const OTHER = "other";

export interface Row {
  readonly element: HTMLElement;
  readonly code: string;
  readonly state: () => string;
  readonly seals: () => string[];
}

/** Return the screen on which a person says what differs. */
export function otherwiseScreen(context: Mine, { id, draft, packages, names, back }: Differing): Screen {
  const say = ofHandover();
  const name = nameFor(packages, names);
  const rows = packages.map((code) => row(code, draft.otherwise, name(code)));
  const extra = h("input", { name: "extra", autocomplete: "off", value: draft.otherwise.extra.join(", ") });
  const said = h("p.said", { role: "alert" });
  return {
    title: say.title,
    heading: say.otherwise.heading,
    body: [
      h("p.say", {}, say.otherwise.text),
      h("ul.differ", {}, ...rows.map((each) => each.element)),
      h("details", { open: draft.otherwise.extra.length > 0 }, h("summary", {}, say.otherwise.extra), h("label", {}, say.otherwise.extraLabel, extra)),
      said,
    ],
    go: {
      label: say.otherwise.keep,
      run: async () => {
        const codes = split(extra.value).map((text) => meaning(text));
        if (codes.some((each) => each.what !== "package")) {
          said.textContent = say.otherwise.badCode;
          return;
        }
        const found = codes.flatMap((each) => (each.what === "package" && !packages.includes(each.code) ? [each.code] : []));
        await keepDraft(context, id, { ...draft, otherwise: otherwiseOf(rows, found) });
        go(...back);
      },
    },
    other: { label: say.back, run: () => go(...back) },
  };
}

function row(code: string, otherwise: Otherwise, name: string): Row {
  const say = ofHandover().otherwise;
  const before = otherwise.checks.find((each) => each.package === code);
  const seen = before?.condition ?? (before === undefined ? "whole" : "seals");
  const now = otherwise.missing.includes(code) ? "missing" : seen === OTHER ? "seals" : seen;
  const options = Object.entries(say.state).map(([value, text]) => h("option", { value, selected: value === now }, text));
  const select = h("select", { "aria-label": name }, ...options);
  const seals = h("input", { autocomplete: "off", "aria-label": `${say.sealsLabel}: ${name}`, placeholder: say.sealsLabel, value: before?.seals?.join(", ") ?? "" });
  const show = (): void => {
    seals.hidden = select.value !== "seals";
  };
  select.addEventListener("change", show);
  show();
  return { code, element: h("li", {}, h("b", {}, name), select, seals), state: () => select.value, seals: () => split(seals.value) };
}

/** A seal number as it is written on packs: capital letters and digits, nothing between. */
function split(text: string): string[] {
  return text.split(/[,;\n]/).map((each) => each.replace(/\s+/g, "").toUpperCase()).filter((each) => each !== "");
}

/** What was chosen, row by row. Pure. */
export function otherwiseOf(rows: readonly Omit<Row, "element">[], extra: readonly string[]): Otherwise {
  const checks = rows.flatMap(({ code, state, seals }): Check[] => {
    if (state() === "whole" || state() === "missing") return [];
    return [state() === "seals" ? { package: code, ...(seals().length > 0 ? { seals: seals() } : { condition: OTHER }) } : { package: code, condition: state() }];
  });
  return { missing: rows.filter((each) => each.state() === "missing").map((each) => each.code), extra: [...new Set(extra)].sort(), checks };
}
