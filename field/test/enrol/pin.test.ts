import { expect, test } from "vitest";
import { counted, isEasy, isPin, newPin, pause, tryPin, waitOf } from "../../src/enrol/pin";

test.each([["4829", true], ["48291736", true], ["123", false], ["123456789", false], ["12a4", false], ["", false]])("%s is a PIN: %s", (text, is) => {
  expect(isPin(text)).toBe(is);
});

test.each([["1111", true], ["1234", true], ["9876", true], ["4829", false], ["1357", false]])("%s is easy: %s", (text, is) => {
  expect(isEasy(text)).toBe(is);
});

const here = (at: number) => ({ run: "a", at });

test("the right PIN opens; wrong ones are counted, and then one has to wait", async () => {
  let pin = await newPin("482917");
  for (const wrong of ["0000", "1212", "3434"]) pin = (await tryPin(pin, wrong, here(1_000))).pin;
  expect(waitOf(pin, here(1_000))).toBe(30_000);

  expect((await tryPin(pin, "482917", here(2_000))).right, "also the right one waits").toBe(false);
  const opened = await tryPin(pin, "482917", here(40_000));
  expect(opened).toMatchObject({ right: true, pin: { wrong: 0 } });
});

test("a page that is opened again, at whatever hour, waits what the last one left", async () => {
  let pin = await newPin("482917");
  for (const wrong of ["0000", "1212", "3434"]) pin = (await tryPin(pin, wrong, here(1_000))).pin;
  const again = { run: "b", at: 9e9 };
  expect(waitOf(pin, again), "the time between the two is nobody's clock").toBe(30_000);
  pin = (await tryPin(pin, "482917", again)).pin;
  expect(waitOf(pin, { run: "b", at: 9e9 + 10_000 })).toBe(20_000);
  expect(waitOf(counted(pin, { run: "b", at: 9e9 + 10_000 }), here(5))).toBe(20_000);
});

test("a pause that an older program kept begins anew", () => {
  expect(waitOf({ wrong: 4, until: 9e12 } as never, here(0))).toBe(60_000);
});

test("the pause grows to an hour and no further", () => {
  expect([1, 2, 3, 4, 50].map(pause)).toEqual([0, 0, 30_000, 60_000, 3_600_000]);
});
