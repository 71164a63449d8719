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
