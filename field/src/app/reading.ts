/** One code read from paper or another phone: by camera, from a photo, or as text. */
import { scanning, type Trouble } from "../scan/camera";
import { h } from "./h";
import { words } from "./words";

export interface Reading {
  /** Stands from edge to edge above the text of the screen. */
  readonly view: HTMLElement;
  readonly leave: () => void;
  /** Take a photo instead, where there is no live camera. */
  readonly photo: () => void;
}

/**
 * Show the camera until `take` says that a text was the right one. `trouble` is told why there
 * is no picture; photo and text still work then.
 */
export function reading(take: (text: string) => boolean | Promise<boolean>, trouble: (why: Trouble | "empty") => void): Reading {
  const video = h("video", { "aria-label": words().reading.camera, playsinline: true, muted: true });
  const view = h("div.view", {}, video, h("i.aim", { "aria-hidden": "true" }));
  let busy = false;
  const offer = async (text: string): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      if (await take(text)) camera.stop();
    } finally {
      busy = false;
    }
  };
  const camera = scanning(video, {
    onText: (text) => void offer(text),
    onTrouble: (why) => {
      view.hidden = true;
      trouble(why);
    },
  });
  const photo = (): void => {
    const input = h("input", { type: "file", accept: "image/*", capture: "environment" });
    input.addEventListener("change", async () => {
      const file = input.files?.[0];
      if (file === undefined) return;
      const { readPhoto } = await import("../scan/photo");
      const texts = await readPhoto(file).catch(() => [] as string[]);
      if (texts.length === 0) trouble("empty");
      for (const text of texts) await offer(text);
    });
    input.click();
  };
  return { view, photo, leave: () => camera.stop() };
}
