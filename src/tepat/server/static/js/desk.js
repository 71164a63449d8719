// Small manners of the shell: menus close on Escape and on a click elsewhere.
const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// A form that changes a filter is sent when the filter changes; without script it has a button.
document.addEventListener("change", (event) => {
  const form = event.target.closest?.("form[data-send-on-change]");
  if (form) form.requestSubmit();
});

for (const button of document.querySelectorAll("form[data-send-on-change] [data-without-script]")) {
  button.hidden = true;
}

// Buttons that print this page.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) print();
});

// The key / goes to the search field; on a phone that field is in the menu.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const fields = [...document.querySelectorAll("[data-find]")];
  let field = fields.find((each) => each.checkVisibility());
  if (!field) {
    field = fields.find((each) => each.closest("details"));
    if (field) field.closest("details").open = true;
  }
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

// An impatient second click sends nothing more: what was sent is on its way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const now = Date.now();
  if (now - Number(form.dataset.sentAt ?? 0) < 1500) event.preventDefault();
  else form.dataset.sentAt = now;
});

// A button that copies what it carries; where the browser may not, the field beside it is there.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button || !navigator.clipboard) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  button.textContent = button.dataset.copied;
});

// What is folded on a phone stands open where there is room for it.
const roomy = matchMedia("(min-width: 701px)");
const unfold = () => {
  if (!roomy.matches) return;
  for (const part of document.querySelectorAll("details[data-wide-open]")) part.open = true;
};
unfold();
roomy.addEventListener("change", unfold);

// Paper has nothing to unfold.
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details:is([data-print-open], [data-wide-open])")) part.open = true;
});
