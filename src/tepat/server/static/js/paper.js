// A stack of papers is typed with one hand at night: Enter goes on, arrows go up and down, and
// what is half typed is kept on the server while it is typed.
const form = document.querySelector("form.papers");
const DITTO = '"';
const AS_LISTED = new Set(["", "y", "ya", "s", "sesuai", "yes"]);
const KEPT_AFTER = 700; // milliseconds without a key
const LONG_SIDE = 2000; // pixels: print stays readable, and the office's line carries it

const rowsOf = () => [...form.querySelectorAll("tr[data-row]")];
const fieldsOf = (row) => [...row.querySelectorAll("input:not([type=hidden]), select")];
const below = (row) => {
  const next = row.nextElementSibling;
  return next?.classList.contains("below") ? next : null;
};
const nameOf = (field) => field.name.split(":", 1)[0];

// -- moving ------------------------------------------------------------------------------------

function goOn(field, step) {
  const all = [...form.querySelectorAll("tbody :is(input:not([type=hidden]), select)")];
  const next = all[all.indexOf(field) + step];
  if (next) next.focus();
  else form.querySelector(".btn.go")?.focus();
}

function goUpOrDown(field, step) {
  const rows = rowsOf();
  const row = field.closest("tr[data-row]");
  const other = rows[rows.indexOf(row) + step];
  const same = other && fieldsOf(other).find((each) => nameOf(each) === nameOf(field));
  if (same) same.focus();
}

form.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".btn.go"));
    return;
  }
  if (field.name === "day" && event.key === "Enter") {
    event.preventDefault();
    form.querySelector("tr[data-row] input")?.focus();
    return;
  }
  if (!field.matches("tbody :is(input, select)")) return;
  if (event.key === "Enter") {
    event.preventDefault();
    settle(field);
    goOn(field, event.shiftKey ? -1 : 1);
  } else if (!field.matches("select") && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    goUpOrDown(field, event.key === "ArrowDown" ? 1 : -1);
  }
});

// -- one cell is done --------------------------------------------------------------------------

function settle(field) {
  const row = field.closest("tr[data-row]");
  if (!row) return;
  if (field.value.trim() === DITTO) repeat(field, row);
  const name = nameOf(field);
  if (name === "boxes" || name === "seals") askBoxes(row);
}

function repeat(field, row) {
  const rows = rowsOf();
  for (let at = rows.indexOf(row) - 1; at >= 0; at -= 1) {
    const above = fieldsOf(rows[at]).find((each) => nameOf(each) === nameOf(field));
    if (above?.value) {
      field.value = above.value;
      return;
    }
  }
}

const cell = (row, name) => fieldsOf(row).find((each) => nameOf(each) === name).value.trim();

/** Which boxes are missing, or have another seal, is asked only where it is so. */
async function askBoxes(row) {
  const plan = Number(row.dataset.plan);
  const count = cell(row, "boxes");
  const isLower = /^\d+$/.test(count) && Number(count) > 0 && Number(count) < plan;
  const isOther = plan > 1 && !AS_LISTED.has(cell(row, "seals").toLowerCase());
  if (!(isLower || isOther) || below(row)?.querySelector(".boxes")) return;
  const address = new URL(form.dataset.boxes, location.href);
  address.searchParams.set("kotak", row.dataset.row);
  const answer = await fetch(address);
  if (!answer.ok || below(row)?.querySelector(".boxes")) return;
  const place = below(row) ?? document.createElement("tr");
  if (!place.isConnected) {
    place.className = "below";
    place.dataset.below = row.dataset.row;
    place.insertCell().colSpan = 10;
    row.after(place);
  }
  place.cells[0].insertAdjacentHTML("beforeend", await answer.text());
}

form.addEventListener("change", (event) => settle(event.target));

// -- drafts ------------------------------------------------------------------------------------

const changed = new Set();
let timer = 0;
const status = form.querySelector("[data-kept]");

form.addEventListener("input", (event) => {
  const row = event.target.closest("tr[data-row], tr[data-below]");
  if (!row) return;
  changed.add(row.dataset.row ?? row.dataset.below);
  clearTimeout(timer);
  timer = setTimeout(keep, KEPT_AFTER);
});

async function keep() {
  clearTimeout(timer);
  if (changed.size === 0) return;
  const keys = [...changed];
  changed.clear();
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("draft", "1");
  for (const row of rowsOf().filter((each) => keys.includes(each.dataset.row))) {
    const fields = [...row.querySelectorAll("input, select")];
    for (const field of [...fields, ...(below(row)?.querySelectorAll("input") ?? [])]) {
      if (field.type !== "checkbox" || field.checked) body.append(field.name, field.value);
    }
  }
  try {
    const answer = await fetch(location.href, { method: "POST", body, keepalive: true, redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    say(status?.dataset.saved);
  } catch {
    for (const key of keys) changed.add(key); // kept in the page, tried again with the next key
    say(status?.dataset.failed);
  }
}

function say(text) {
  if (status && text && status.textContent !== text) status.textContent = text;
}

addEventListener("pagehide", keep);
document.addEventListener("visibilitychange", () => document.hidden && keep());
form.addEventListener("submit", () => {
  clearTimeout(timer);
  changed.clear(); // the whole table is on its way
});

// -- photos ------------------------------------------------------------------------------------

/** Make photos smaller before they are sent; what the browser cannot read goes as it is. */
async function smaller(file) {
  if (!file.type.startsWith("image/")) return file;
  if (file.type === "image/jpeg" && file.size < 1_500_000) return file;
  try {
    const image = await createImageBitmap(file);
    const share = Math.min(1, LONG_SIDE / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * share);
    canvas.height = Math.round(image.height * share);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob ? new File([blob], file.name.replace(/\.\w+$/, ".jpg"), { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}

const photos = form.querySelector("input[name=photos]");
photos?.addEventListener("change", async () => {
  const made = await Promise.all([...photos.files].map(smaller));
  const list = new DataTransfer();
  for (const file of made) list.items.add(file);
  photos.files = list.files;
});
