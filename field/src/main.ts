/** The phone. */
import { start } from "./app/start";

const root = document.getElementById("app");
if (root) void start(root);

if ("serviceWorker" in navigator && import.meta.env.PROD) {
  void navigator.serviceWorker.register("./sw.js", { scope: "./" });
}
