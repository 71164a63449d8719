/**
 * A page for tests in a browser: days of work of the officer on this phone, signed and kept by the
 * program's own code at the time of the page's clock. It is served beside the phone, from the same
 * origin, and therefore has the same store; the test calls `work(asked)`.
 */
import { now } from "../../src/app/clock";
import { photoOf } from "../../src/facts/photos";
import { say, type Said } from "../../src/facts/writing";
import type { Photo } from "../../src/keeping/records";
import { Store } from "../../src/keeping/store";

interface Asked {
  /** The number of the first; none is made twice. */
  readonly first: number;
  /** Facts to sign now. */
  readonly facts: number;
  /** How many of them name a photo. */
  readonly photos: number;
  /** Boxes, each with its seals. */
  readonly boxes: readonly (readonly [string, readonly string[]])[];
  readonly place: string;
  readonly giver: string;
  readonly receiver: string;
  /** Width of a photo before it is made smaller; its grain makes it large. */
  readonly pixels: number;
}

interface Made {
  readonly names: string[];
  readonly photos: string[];
  readonly bytes: number;
}

/** Sign the next facts and return their names, the hashes of the photos, and all their bytes. */
async function work(asked: Asked): Promise<Made> {
  const store = await Store.open();
  const [officer] = await store.officers();
  if (officer === undefined) throw new Error("nobody is enrolled");
  const made: Made = { names: [], photos: [], bytes: 0 };
  let bytes = 0;
  for (let at = 0; at < asked.facts; at += 1) {
    const number = asked.first + at;
    const photos = at < asked.photos ? [await photo(asked.pixels, officer.device, number)] : [];
    const kept = await say(store, officer, said(asked, photos, number), now(), { photos });
    made.names.push(kept.name);
    made.photos.push(...photos.map((each) => each.sha256));
    bytes += kept.body.length;
  }
  store.close();
  return { ...made, bytes };
}

/** What an officer says in turn: looks at a store, hands a box over, tells of trouble. */
function said(asked: Asked, photos: readonly Photo[], number: number): Said {
  const [code, seals] = asked.boxes[number % asked.boxes.length] as Asked["boxes"][number];
  const named = photos.length === 0 ? {} : { photos: photos.map((each) => each.sha256) };
  const { place, giver, receiver } = asked;
  const checks = [{ package: code, seals }];
  if (number % 4 === 3 && photos.length === 0) return { kind: "incident", packages: [code], what: "late", place };
  if (number % 4 === 1) return { kind: "given", packages: [code], giver, receiver, place, checks, ...named };
  return { kind: "inspected", packages: [code], place, outcome: "good", checks, ...named };
}

/** A photo that no other is like, made smaller and hashed as any other. */
async function photo(pixels: number, device: string, number: number): Promise<Photo> {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: pixels, height: Math.round(pixels * 0.75) });
  const pen = canvas.getContext("2d") as CanvasRenderingContext2D;
  const picture = pen.createImageData(canvas.width, canvas.height);
  let seed = number + 1;
  for (let at = 0; at < picture.data.length; at += 4) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    picture.data.fill(96 + (seed >>> 26), at, at + 3);
    picture.data[at + 3] = 255;
  }
  pen.putImageData(picture, 0, 0);
  const file = await new Promise<Blob | null>((drawn) => canvas.toBlob(drawn, "image/jpeg", 0.9));
  const found = file === null ? null : await photoOf(file, device);
  if (found === null) throw new Error("no photo");
  return found;
}

Object.assign(globalThis, { work });
