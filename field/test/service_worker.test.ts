import { expect, test } from "vitest";
import { serviceWorker } from "../service_worker";

test("the worker keeps every built file, and the page under its folder", () => {
  const script = serviceWorker(["assets/main.js", "index.html"], "abc");

  expect(script).toContain('["./assets/main.js","./"]');
  expect(script).toContain('"tepat-abc"');
  expect(() => new Function("self", "caches", "location", script)).not.toThrow();
});
