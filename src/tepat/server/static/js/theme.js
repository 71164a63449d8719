// Light or dark before the first paint: the person's choice, else the system's.
(() => {
  const KEY = "tepat-theme";

  function chosen() {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null; // storage may be blocked; the system's theme then decides
    }
  }

  function show(theme) {
    if (theme === "gelap") document.documentElement.dataset.theme = "gelap";
    else delete document.documentElement.dataset.theme;
  }

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const current = () => chosen() ?? (dark.matches ? "gelap" : "terang");

  show(current());
  dark.addEventListener("change", () => show(current()));

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-switch-theme]");
    if (!button) return;
    const next = document.documentElement.dataset.theme === "gelap" ? "terang" : "gelap";
    try {
      localStorage.setItem(KEY, next);
    } catch {
      // the choice then lasts for this page
    }
    show(next);
  });
})();
