/** Builds the pages that tests in a browser open; `--outDir` says where. Never shipped. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const HERE = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  root: HERE,
  base: "./",
  publicDir: false,
  build: {
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: false,
    rollupOptions: { input: ["scan", "count", "days", "opened"].map((name) => `${HERE}${name}.html`) },
  },
});
