/** Typing the code that is printed below a QR, where the QR is torn or there is no camera. */
import { h } from "../app/h";
import { words } from "../app/words";
import { LENGTH, plainCode } from "./codes";

/**
 * Return the dialog. `start` is what all codes of the load begin with. `take` is given the whole
 * text and returns what is wrong with it, or null where it was taken and the dialog closes.
 */
export function typingDialog(start: string, take: (text: string) => string | null): HTMLDialogElement {
  const { typing } = words().scan;
  const said = h("p.said", { role: "alert" });
  const field = h("input.code", {
    type: "text",
    autocomplete: "off",
    autocapitalize: "characters",
    autocorrect: "off",
    spellcheck: "false",
    enterkeyhint: "go",
    maxlength: 200,
  });
  field.value = start === "" ? "" : `${start} `;
  const dialog = h(
    "dialog.typing",
    { "aria-label": typing.heading },
    h(
      "form",
      { onsubmit: (event: Event) => submit(event) },
      h("h2", {}, typing.heading),
      h("label", {}, typing.field, field, h("small", {}, typing.hint)),
      said,
      h("button.go", { type: "submit" }, typing.go),
      h("button", { type: "button", onclick: () => dialog.close() }, typing.back),
    ),
  );
  field.addEventListener("input", () => {
    said.textContent = "";
    if (plainCode(field.value).length === LENGTH) attempt();
  });

  function submit(event: Event): void {
    event.preventDefault();
    attempt();
  }

  function attempt(): void {
    const wrong = take(field.value);
    if (wrong === null) dialog.close();
    else said.textContent = wrong;
  }

  return dialog;
}
