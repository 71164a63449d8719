/** Announcements on the first screen: the text, who says it, and one button. */
import type { OfficerContext } from "../app/context";
import { h } from "../app/h";
import { icon } from "../app/icons";
import { words } from "../app/words";
import { markRead, unread } from "../sync/announced";

/** One box for each announcement that was not read yet. */
export async function announcements({ store, officer, now, redraw, sync }: OfficerContext): Promise<readonly HTMLElement[]> {
  const { home: say } = words();
  return (await unread(store, officer.device, now())).map((each) => {
    const done = async (): Promise<void> => {
      await markRead(store, officer.device, each);
      redraw();
      await sync(false);
    };
    return h("div.box", {}, h("p", {}, icon("perhatian", 22, "perhatian"), each.by), h("p.s", { lang: "id" }, each.text), h("button", { type: "button", onclick: () => void done() }, say.readIt));
  });
}
