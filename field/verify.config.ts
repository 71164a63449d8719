/** Builds verify.html as one file: script and style lie inside, so that it opens from a stick. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import type { Plugin } from "vite";

const ROOT = fileURLToPath(new URL(".", import.meta.url));

function inline(): Plugin {
  return {
    name: "inline",
    enforce: "post",
    generateBundle(_, bundle) {
      const page = bundle["verify.html"];
      if (page?.type !== "asset") throw new Error("verify.html was not built");
      let html = String(page.source);
      for (const [name, made] of Object.entries(bundle)) {
        if (made === page) continue;
        // `</script` inside the text would end the element that holds it.
        const text = (made.type === "chunk" ? made.code : String(made.source)).replaceAll("</script", "<\\/script");
        const named = made.type === "chunk" ? /<script[^>]*src=[^>]*><\/script>/ : /<link rel="stylesheet"[^>]*>/;
        const inside = made.type === "chunk" ? `<script type="module">${text}</script>` : `<style>${text}</style>`;
        if (!named.test(html)) throw new Error(`${name} has no place in verify.html`);
        html = html.replace(named, () => inside);
        delete bundle[name];
      }
      page.source = html;
    },
  };
}

export default defineConfig({
  root: ROOT,
  base: "./",
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL("../src/tepat/server/static/verify", import.meta.url)),
    emptyOutDir: true,
    target: "es2022",
    modulePreload: false,
    rollupOptions: { input: fileURLToPath(new URL("verify.html", import.meta.url)) },
  },
  plugins: [inline()],
});
