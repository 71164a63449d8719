import { home, type Screen } from "./screens";

const MARK = `<svg viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="12.2" fill="none" stroke="currentColor" stroke-width="5" stroke-dasharray="9.55 3.225" transform="rotate(-112.6 16 16)"/><circle cx="16" cy="16" r="4.6" fill="currentColor"/></svg>`;

function element(tag: string, text: string): HTMLElement {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function draw(into: HTMLElement, screen: Screen): void {
  const header = document.createElement("header");
  header.innerHTML = MARK;
  header.append("tepat");
  const main = document.createElement("main");
  main.append(element("h1", screen.title), element("p", screen.text));
  if (screen.action !== null) {
    const button = element("button", screen.action);
    button.className = "big";
    button.addEventListener("click", () => location.reload());
    main.append(button);
  }
  const footer = element("footer", screen.foot);
  footer.setAttribute("role", "status");
  into.replaceChildren(header, main, footer);
}

const app = document.getElementById("app");
if (app) {
  const show = (): void => draw(app, home({ online: navigator.onLine, tasks: [] }));
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
}

if ("serviceWorker" in navigator && import.meta.env.PROD) {
  void navigator.serviceWorker.register("./sw.js", { scope: "./" });
}
