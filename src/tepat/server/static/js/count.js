// A sheet is typed with one hand: Enter goes on, and on the last field saves. What is typed is
// checked by the server while it is typed; nothing is filled in and nothing is corrected.
const NUMBER = /^\s*(?:[-−]?[0-9][0-9. ]*|[xX]{1,3}|-)?\s*$/;

for (const form of document.querySelectorAll("form[data-entry]")) {
  const fields = () => [...form.querySelectorAll("table input")];
  const checks = form.querySelector("[data-check]");
  let asked = 0;

  const check = async () => {
    if (!checks) return; // a sheet that is compared only once it is saved
    const mine = ++asked;
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(checks.dataset.check, { method: "POST", body, headers: { "HX-Request": "true" } }).catch(() => null);
    if (answer?.ok && mine === asked) checks.innerHTML = await answer.text();
  };

  let waiting = 0;
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(check, 250);
  };

  const mark = (field) => {
    const bad = !NUMBER.test(field.value);
    field.classList.toggle("bad", bad);
    field.toggleAttribute("aria-invalid", bad);
  };

  form.addEventListener("keydown", (event) => {
    if (!event.target.matches("table input")) return;
    const all = fields();
    const at = all.indexOf(event.target);
    if (event.key === "Enter") {
      event.preventDefault();
      const next = all[at + 1];
      if (next) {
        next.focus();
        next.select();
      } else form.requestSubmit(form.querySelector("[data-save]"));
    } else if (event.key === "ArrowUp" && at > 0) {
      event.preventDefault();
      all[at - 1].focus();
      all[at - 1].select();
    } else if (event.key === "ArrowDown" && all[at + 1]) {
      event.preventDefault();
      all[at + 1].focus();
      all[at + 1].select();
    }
  });

  // Several cells pasted at once fill the fields below; a text that is no number stays and is marked.
  form.addEventListener("paste", (event) => {
    if (!event.target.matches("table input")) return;
    const cells = event.clipboardData.getData("text").trim().split(/[\t\r\n]+/);
    if (cells.length < 2) return;
    event.preventDefault();
    const all = fields();
    const at = all.indexOf(event.target);
    cells.forEach((text, place) => {
      const field = all[at + place];
      if (!field) return;
      field.value = text.trim();
      mark(field);
    });
    soon();
  });

  form.addEventListener("input", (event) => {
    if (!event.target.matches("table input")) return;
    mark(event.target);
    soon();
  });

  if (fields().some((field) => field.value) && !checks.querySelector(".cks")) soon();
}
