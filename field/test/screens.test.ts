import { expect, test } from "vitest";
import { home } from "../src/screens";

test("a phone without tasks says so and names the next step", () => {
  const screen = home({ online: true, tasks: [] });

  expect(screen.title).toBe("Belum ada tugas di HP ini");
  expect(screen.text).toContain("kode QR pendaftaran");
});

test("without a network nothing is offered that needs one", () => {
  const screen = home({ online: false, tasks: [] });

  expect(screen.action).toBeNull();
  expect(screen.foot).toContain("tersimpan di HP");
});

test("the first task is the title of the screen", () => {
  expect(home({ online: true, tasks: ["Terima 4 kotak", "Periksa segel"] }).title).toBe("Terima 4 kotak");
});
