/** A page for tests in a browser: the engine, with what it said kept where a test can read it. */
import { scanning } from "../../src/scan/camera";
import { readPhoto } from "../../src/scan/photo";

const said: { text: string; at: number }[] = [];
const troubles: string[] = [];
const video = document.querySelector("video") as HTMLVideoElement;

Object.assign(globalThis, {
  said,
  troubles,
  readPhoto,
  begin: () =>
    scanning(video, {
      onText: (text) => said.push({ text, at: performance.now() }),
      onTrouble: (trouble) => troubles.push(trouble),
      onReady: (lamp) => Object.assign(globalThis, { lamp, readyAt: performance.now() }),
    }),
});
