import { expect, test } from "vitest";
import { troubleOf } from "../../src/scan/camera";
import { NoReader } from "../../src/scan/readers";

test.each([
  [new DOMException("", "NotAllowedError"), "refused"],
  [new DOMException("", "NotFoundError"), "no_camera"],
  [new DOMException("", "OverconstrainedError"), "no_camera"],
  [new DOMException("", "NotReadableError"), "busy"],
  [new DOMException("", "SecurityError"), "insecure"],
  [new NoReader("wasm"), "no_reader"],
])("%s is told as %s", (error, trouble) => {
  expect(troubleOf(error)).toBe(trouble);
});
