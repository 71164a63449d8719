/** Papers between two TPS: what may be typed, what is signed, what is said twice and taken back. */
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
import type { PapersMoved } from "../../src/log/schema";
import type { Manifest } from "../../src/manifest/types";
import { closing } from "../../src/tasks/closing";
import { moving } from "../../src/tasks/moving";
import { contentsOf, isTwice, movesSaid, netOf, papersOf, tpsCalled } from "../../src/tasks/moving_rules";
import { hereOf } from "../../src/tasks/voting_parts";
import type { Screen } from "../../src/app/screen";
import { fakePage, FakeElement, partOf, saidBy } from "../fake_page";
import { vectors } from "../log/files";

const seed = fromHex(nameOf(utf8("kpps")));
const key = signerFromSeed(seed);
const isTps = (place: Manifest["places"][number]): boolean => /-[0-9]{3}$/.test(place.code) && place.packages.length > 0 && place.skus.some((sku) => sku !== "");
const found = vectors<{ cases: { text: string; read: Manifest | null }[] }>("manifests").cases.find(({ read }) => read?.places.some(isTps));
const area = found?.read?.places.find(isTps)?.code ?? "";
const desa = area.split("-")[0] ?? "";
const other = `${desa}-${area.endsWith("-004") ? "005" : "004"}`;

let stores = 0;
let context: OfficerContext;
async function phoneOf(role: string, where: string): Promise<OfficerContext> {
  const store = await Store.open(`moving-${(stores += 1)}`);
  const made = await signFact(key, { seq: 0, prev: "" }, { kind: "enrolled", election: "pilkada-2024", kabupaten: "99.01", at: "2024-11-25T12:00:00+07:00", key: toBase64(key.public), mac: "0".repeat(64), assignment: "a".repeat(64) } as unknown as Unsigned);
  const officer = { device: key.keyId, public: new ArrayBuffer(1), key: { kind: "bare", seed: seed.buffer }, pin: await newPin("2846"), log: "kpu.example/pilkada-2024/99.01", election: "pilkada-2024", kabupaten: "99.01", role, area: where, assignment: "a".repeat(64), expires: "2029-12-01T00:00:00Z", servers: [], letter: "{}", seq: 0, prev: "", borrowed: false } as unknown as Officer;
  await store.enrol(officer, { name: made.name, device: key.keyId, seq: 1, kind: "enrolled", body: textOf(made.body), sig: toBase64(made.sig), own: true, stored: 1 });
  await store.keepManifest({ device: key.keyId, text: found?.text ?? "", fetched: 1 });
  return { store, officer, now: () => new Date("2024-11-27T11:00:00+07:00"), sync: async () => undefined, redraw: () => undefined } as unknown as OfficerContext;
}

beforeEach(async () => {
  fakePage();
  context = await phoneOf("kpps", area);
});

const field = (screen: Screen, name: string): FakeElement => partOf(screen, ({ attributes }) => attributes.get("name") === name) as FakeElement;
const press = async (screen: Screen, label: string): Promise<void> => {
  const button = partOf(screen, ({ tag, textContent }) => tag === "button" && textContent.includes(label));
  if (button === undefined) throw new Error(`no button ${label}`);
  await button.heard.get("click")?.({});
  await new Promise((done) => setTimeout(done, 20));
};
const moves = async (): Promise<PapersMoved[]> => (await context.store.briefs()).flatMap(({ fact }) => (fact.kind === "papers_moved" ? [fact] : []));

async function tell(gives: boolean, count: string): Promise<void> {
  const first = await moving(context);
  field(first, "other").value = other.slice(-3);
  await press(first, gives ? "memberi" : "menerima");
  const second = await moving(context, "jumlah");
  const paper = (await hereOf(context))?.station.contests[0]?.short ?? "";
  field(second, paper).value = count;
  await second.go?.run();
  const third = await moving(context, "tanda");
  field(third, "pin").value = "2846";
  await press(third, "Pemilih lebih banyak");
}

test("a TPS is called by its number beside the own desa, or by its whole code", () => {
  expect(["4", " 004 ", "63.09.05.2003-007"].map((each) => tpsCalled(each, desa))).toEqual([`${desa}-004`, `${desa}-004`, "63.09.05.2003-007"]);
  expect(["", "0", "000", "1234", "TPS 4", "-1", "63.09.05.2003", "63.09.05.2003-000"].map((each) => tpsCalled(each, desa))).toEqual(Array(8).fill(null));
});

test("whoever gives and whoever takes say the same move, each as its own", async () => {
  await tell(true, "12");
  await expect.poll(async () => (await moves()).length).toBe(1);
  await tell(false, "7");
  await expect.poll(async () => (await moves()).length).toBe(2);
  const [gave, took] = await moves();
  expect([gave?.place, gave?.to, gave?.contents[0]?.count, gave?.reason]).toEqual([area, other, 12, "more_voters"]);
  expect([took?.place, took?.to, took?.contents[0]?.count]).toEqual([other, area, 7]);
  expect(gave?.contents[0]?.item).toBe("surat_suara");
});

test("nothing is signed without the PIN, nor for a TPS that gives to itself, nor for numbers that are none", async () => {
  const first = await moving(context);
  for (const wrong of [area.slice(-3), "", "-1", "empat"]) {
    field(first, "other").value = wrong;
    await press(first, "memberi");
    expect(saidBy(first)).toContain("dirinya sendiri");
  }
  field(first, "other").value = other;
  await press(first, "memberi");
  const paper = (await hereOf(context))?.station.contests[0]?.short ?? "";
  for (const wrong of ["", "0", "-1", "1,5", "21.093"]) {
    const second = await moving(context, "jumlah");
    field(second, paper).value = wrong;
    await second.go?.run();
    expect(saidBy(second)).toContain("Isi sedikitnya satu jenis");
  }
  const second = await moving(context, "jumlah");
  field(second, paper).value = "3";
  await second.go?.run();
  const third = await moving(context, "tanda");
  await press(third, "Lainnya");
  field(third, "pin").value = "1111";
  await press(third, "Lainnya");
  expect(await moves()).toEqual([]);
});

test("the same move is asked about before it is told twice, and what was told can be taken back", async () => {
  await tell(true, "12");
  await expect.poll(async () => (await moves()).length).toBe(1);
  const first = await moving(context);
  expect(saidBy(first)).toContain("Sudah dicatat");
  field(first, "other").value = other;
  await press(first, "memberi");
  const second = await moving(context, "jumlah");
  field(second, (await hereOf(context))?.station.contests[0]?.short ?? "").value = "12";
  await second.go?.run();
  expect(saidBy(await moving(context, "tanda"))).toContain("menjadi dua kali");

  const [told] = movesSaid(await context.store.briefs());
  const back = await moving(context, "batal", told?.name ?? "");
  field(back, "pin").value = "2846";
  await press(back, "Tercatat dua kali");
  await expect.poll(async () => movesSaid(await context.store.briefs())).toEqual([]);
  expect(saidBy(await moving(context))).not.toContain("Sudah dicatat");
});

test("what came from a neighbour is expected when the papers are counted", async () => {
  const contest = (await hereOf(context))?.station.contests[0];
  const [short, planned] = [contest?.short ?? "", contest?.planned ?? 0];
  expect(field(await closing(context, short), "received").value).toBe(String(planned));
  await tell(false, "7");
  await expect.poll(async () => (await moves()).length).toBe(1);
  const screen = await closing(context, short);
  expect(field(screen, "received").value).toBe(String(planned + 7));
  expect(saidBy(screen)).toContain("pindah TPS: +7");
});

test("a PPS says it for both, by the number of their paper", async () => {
  context = await phoneOf("pps", desa);
  const screen = await moving(context);
  field(screen, "from").value = area.slice(-3);
  field(screen, "to").value = other.slice(-3);
  await screen.go?.run();
  expect(saidBy(screen)).toContain("nomor berita acaranya dulu");
  field(screen, "paper").value = "7/BA/XI/2024";
  await screen.go?.run();
  const second = await moving(context, "jumlah");
  const papers = papersOf(found?.read as Manifest, area);
  field(second, papers[0]?.short ?? "").value = "5";
  await second.go?.run();
  const third = await moving(context, "tanda");
  field(third, "pin").value = "2846";
  await press(third, "Dikirim kurang");
  await expect.poll(async () => (await moves()).length).toBe(1);
  const [said] = await moves();
  expect([said?.place, said?.to, said?.paper, said?.contents]).toEqual([area, other, "7/BA/XI/2024", [{ item: "surat_suara", count: 5, sku: papers[0]?.sku }]]);
});

test("papers that none of moved are left out, and sums are by kind and side", () => {
  const papers = [{ short: "GUB", name: "Gubernur", sku: "KWK-GUB/99" }, { short: "BUP", name: "Bupati", sku: "KWK-BUP/99.01" }];
  const contents = contentsOf(papers, { GUB: 0, BUP: 4 });
  expect(contents).toEqual([{ item: "surat_suara", count: 4, sku: "KWK-BUP/99.01" }]);
  const said = [{ kind: "papers_moved", place: "A-001", to: "A-002", contents, name: "1" }] as never;
  expect([netOf(said, "A-001", "KWK-BUP/99.01"), netOf(said, "A-002", "KWK-BUP/99.01"), netOf(said, "A-002", "KWK-GUB/99")]).toEqual([-4, 4, 0]);
  expect([isTwice(said, { place: "A-001", to: "A-002", contents, paper: "", reason: "" }), isTwice(said, { place: "A-002", to: "A-001", contents, paper: "", reason: "" })]).toEqual([true, false]);
});
