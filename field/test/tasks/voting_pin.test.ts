/** Result, papers and seals after the vote are signed by who knows the PIN, not by who holds the phone. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import type { OfficerContext } from "../../src/app/context";
import { newPin } from "../../src/enrol/pin";
import type { Officer } from "../../src/keeping/records";
import { Store } from "../../src/keeping/store";
import { fromHex, textOf, toBase64, utf8 } from "../../src/log/bytes";
import { nameOf } from "../../src/log/canonical";
import { signFact, type Unsigned } from "../../src/log/envelope";
import { signerFromSeed } from "../../src/log/keys";
import { closing } from "../../src/tasks/closing";
import { result } from "../../src/tasks/result";
import { sealing } from "../../src/tasks/sealing";
import { hereOf, sentence } from "../../src/tasks/voting_parts";
import type { Screen } from "../../src/app/screen";
import type { Manifest } from "../../src/manifest/types";
import { fakePage, FakeElement, partOf, saidBy } from "../fake_page";
import { vectors } from "../log/files";

const seed = fromHex(nameOf(utf8("kpps")));
const key = signerFromSeed(seed);
const bytes = new ArrayBuffer(1);
const found = vectors<{ cases: { good: boolean; text: string; read: Manifest | null }[] }>("manifests").cases.find(({ read }) => read?.places.some((place) => /-[0-9]{3}$/.test(place.code) && place.packages.length > 0 && place.skus.some((sku) => sku !== "")));
const area = found?.read?.places.find((place) => /-[0-9]{3}$/.test(place.code) && place.packages.length > 0 && place.skus.some((sku) => sku !== ""))?.code ?? "";

let stores = 0;
let context: OfficerContext;
beforeEach(async () => {
  fakePage();
  URL.createObjectURL = () => "blob:";
  URL.revokeObjectURL = () => undefined;
  const store = await Store.open(`pins-${(stores += 1)}`);
  const made = await signFact(key, { seq: 0, prev: "" }, { kind: "enrolled", election: "pilkada-2024", kabupaten: "99.01", at: "2024-11-25T12:00:00+07:00", key: toBase64(key.public), mac: "0".repeat(64), assignment: "a".repeat(64) } as unknown as Unsigned);
  const officer = { device: key.keyId, public: bytes, key: { kind: "bare", seed: seed.buffer }, pin: await newPin("2846"), log: "kpu.example/pilkada-2024/99.01", election: "pilkada-2024", kabupaten: "99.01", role: "kpps", area, assignment: "a".repeat(64), expires: "2029-12-01T00:00:00Z", servers: [], letter: "{}", seq: 0, prev: "", borrowed: false } as unknown as Officer;
  await store.enrol(officer, { name: made.name, device: key.keyId, seq: 1, kind: "enrolled", body: textOf(made.body), sig: toBase64(made.sig), own: true, stored: 1 });
  await store.keepManifest({ device: key.keyId, text: found?.text ?? "", fetched: 1 });
  context = { store, officer, now: () => new Date("2024-11-27T14:00:00+07:00"), sync: async () => undefined, redraw: () => undefined } as unknown as OfficerContext;
});

const field = (screen: Screen, name: string): FakeElement => partOf(screen, ({ attributes }) => attributes.get("name") === name) as FakeElement;
const kinds = async (): Promise<string[]> => (await context.store.briefs()).map(({ fact }) => fact.kind);

test("papers that do not add up, for a reason", async () => {
  const here = await hereOf(context);
  const [contest] = here?.station.contests ?? [];
  await context.store.keepDraft(`vote:${key.keyId}:tutup:${contest?.short ?? ""}`, { received: "10", used: "5", spoiled: "1", left: "1" });
  const screen = await closing(context, contest?.short ?? "", "sebab");
  const reason = partOf(screen, ({ tag }) => tag === "button");
  await reason?.heard.get("click")?.({});
  expect(await kinds()).toEqual([]);
  field(screen, "pin").value = "2846";
  await reason?.heard.get("click")?.({});
  await expect.poll(kinds).toEqual(["ballots"]);
});

test("a result that does not add up, for a reason", async () => {
  const here = await hereOf(context);
  const [contest] = here?.station.contests ?? [];
  const photo = { sha256: "ab".repeat(32), device: key.keyId, fact: "", type: "image/jpeg", bytes, sent: 0, done: false };
  const choices = contest?.choices.length ? contest.choices : [1, 2];
  const texts = { ...Object.fromEntries(choices.map((each) => [String(each), "7"])), valid: "9", invalid: "1" };
  await context.store.keepDraft(`vote:${key.keyId}:hasil:${contest?.short ?? ""}`, { choices, texts, photo, confirmed: [] });
  const screen = await result(context, contest?.short ?? "", "sebab");
  const reason = partOf(screen, ({ tag }) => tag === "button");
  await reason?.heard.get("click")?.({});
  expect(await kinds()).toEqual([]);
  field(screen, "pin").value = "2846";
  await reason?.heard.get("click")?.({});
  await expect.poll(kinds).toEqual(["result"]);
});

test("a box that is closed after the count", async () => {
  const here = await hereOf(context);
  const code = here?.station.boxes[0]?.code ?? "";
  const screen = await sealing(context, code);
  field(screen, "seals").value = "KB0180001";
  await screen.go?.run();
  expect(await kinds()).toEqual([]);
  field(screen, "pin").value = "1111";
  await screen.go?.run();
  expect(await kinds()).toEqual([]);
  field(screen, "pin").value = "2846";
  await screen.go?.run();
  expect(await kinds()).toEqual(["used", "sealed"]);
});

test("papers that do not add up are said again before their box is closed", async () => {
  const here = await hereOf(context);
  const [contest] = here?.station.contests ?? [];
  const said = async (): Promise<string> => saidBy(await sealing(context, contest?.box ?? ""));
  const differs = sentence({ check: "balance", by: 1 });
  const say = async (left: string): Promise<void> => {
    await context.store.keepDraft(`vote:${key.keyId}:tutup:${contest?.short ?? ""}`, { received: "10", used: "5", spoiled: "1", left });
    const screen = await closing(context, contest?.short ?? "", "sebab");
    field(screen, "pin").value = "2846";
    await partOf(screen, ({ tag }) => tag === "button")?.heard.get("click")?.({});
  };
  expect(await said()).not.toContain(differs);
  await say("3");
  await expect.poll(kinds).toEqual(["ballots"]);
  expect(await said()).toContain(differs);
});
