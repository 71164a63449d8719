/**
 * A page for tests in a browser: makes this phone one that was enrolled and has its list, by the
 * program's own code and without a server. `enrolled(asked)` returns the device.
 */
import { now } from "../../src/app/clock";
import { enrol } from "../../src/enrol/enrolling";
import { Store } from "../../src/keeping/store";
import type { Letter } from "../../src/log/letters";

interface Asked {
  /** The list, as a server would send it. */
  readonly manifest: string;
  readonly role: string;
  readonly area: string;
  readonly pin: string;
}

async function enrolled({ manifest, role, area, pin }: Asked): Promise<string> {
  const { log, election, kabupaten } = JSON.parse(manifest) as { readonly log: string; readonly election: string; readonly kabupaten: string };
  const letter: Letter = { log, assignment: "a".repeat(64), role, area, name: "", expires: "2099-01-01T00:00:00Z", servers: [location.origin], secret: "0".repeat(32), sig: new Uint8Array(64), signed: new Uint8Array() };
  const store = await Store.open();
  const officer = await enrol(store, { letter, election, kabupaten, text: "{}" }, { pin, borrowed: false }, location, now());
  await store.keepManifest({ device: officer.device, text: manifest, fetched: now().getTime() });
  store.close();
  return officer.device;
}

Object.assign(globalThis, { enrolled });
