/** Opening an officer with the PIN. */
import { ticks } from "../app/clock";
import type { Context, Page } from "../app/context";
import { h } from "../app/h";
import { go } from "../app/router";
import { words } from "../app/words";
import { namesFor } from "../manifest/kept";
import { pinField } from "./pages";
import { counted, isPin, tryPin, waitOf } from "./pin";
import { placeName } from "./place";

export const unlock: Page = async (context, device = "") => {
  const officer = await context.store.officer(device);
  const { unlock: say, roles } = words();
  if (officer === undefined) {
    return { title: say.title, heading: words().trouble.noPage, go: { label: words().trouble.back, run: () => go() } };
  }
  const names = await namesFor(context.store, officer);
  const said = h("p.warn", { role: "alert" });
  const field = pinField("pin", true);
  const open = (): Promise<void> => opened(context, device, field, said);
  field.addEventListener("keydown", (event) => {
    if ((event as KeyboardEvent).key === "Enter") void open();
  });
  return {
    title: say.title,
    icon: { name: "kunci", tone: "" },
    heading: say.heading(roles[officer.role] ?? officer.role, placeName(officer.area, names)),
    body: [h("label", {}, say.label, field), said, h("p.small", {}, say.forgot)],
    go: { label: say.open, run: open },
    other: { label: say.other, run: () => go() },
  };
};

async function opened(context: Context, device: string, field: HTMLInputElement, said: HTMLElement): Promise<void> {
  const { unlock: say } = words();
  const officer = await context.store.officer(device);
  if (officer === undefined) return;
  if (!isPin(field.value.trim())) {
    field.focus();
    said.textContent = say.empty;
    return;
  }
  const waits = waitOf(officer.pin, ticks());
  if (waits === 0) {
    const { right, pin } = await tryPin(officer.pin, field.value.trim(), ticks());
    await context.store.changeOfficer(device, { pin });
    if (right) {
      await context.turn(device);
      return go();
    }
    field.value = "";
    field.focus();
    const next = waitOf(pin, ticks());
    said.textContent = next === 0 ? say.wrong : say.wait(Math.ceil(next / 1000));
    return;
  }
  // From here on this run of the page counts the pause.
  await context.store.changeOfficer(device, { pin: counted(officer.pin, ticks()) });
  said.textContent = say.wait(Math.ceil(waits / 1000));
}
