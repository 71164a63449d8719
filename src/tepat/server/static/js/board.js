// The live board. The part of the page that changes comes from the server, whole; this keeps
// rows where they are, marks numbers that changed, and asks by itself while nothing is sent.
const POLL_MS = 30_000;
const STILL_MS = 60_000; // ages and countdowns move on although no fact comes
const MARKED_MS = 2_000;

const board = document.getElementById("papan");
const isWall = document.documentElement.dataset.mode === "dinding";
let isLive = false;
let asked = Date.now();
let numbers = new Map();
let order = [];

const rows = () => [...board.querySelectorAll("[data-rows] > [data-row]")];
const read = () =>
  new Map([...board.querySelectorAll("[data-n]")].map((each) => [each.dataset.n, each.textContent.trim()]));

const say = () => {
  board.querySelector("[data-is-live]").hidden = !isLive;
  board.querySelector("[data-is-polling]").hidden = isLive;
};

const renew = () => {
  asked = Date.now();
  board.dispatchEvent(new Event("renew"));
};

const mark = () => {
  for (const each of board.querySelectorAll("[data-n]")) {
    const was = numbers.get(each.dataset.n);
    if (was === undefined || was === each.textContent.trim()) continue;
    each.classList.add("changed");
    setTimeout(() => each.classList.remove("changed"), MARKED_MS);
  }
};

// Rows stand where they stood; who wants the new order asks for it.
const keepOrder = () => {
  const body = board.querySelector("[data-rows]");
  if (!body || !order.length) return;
  const fresh = rows();
  const wanted = fresh.map((row) => row.dataset.row);
  const place = new Map(order.map((code, at) => [code, at]));
  const kept = [...fresh].sort((a, b) => (place.get(a.dataset.row) ?? 1e9) - (place.get(b.dataset.row) ?? 1e9));
  const moved = kept.filter((row, at) => row.dataset.row !== wanted[at]).length;
  body.append(...kept);
  const button = board.querySelector("[data-reorder]");
  button.hidden = moved === 0 || isWall;
  button.textContent = moved === 1 ? button.dataset.one : button.dataset.many.replace("{n}", moved);
  const renewed = () => {
    const by = new Map(rows().map((row) => [row.dataset.row, row]));
    body.append(...wanted.map((code) => by.get(code)));
    button.hidden = true;
    order = wanted;
  };
  button.addEventListener("click", renewed);
  if (isWall && moved) setTimeout(() => body.isConnected && renewed(), STILL_MS - (Date.now() % STILL_MS));
};

board.addEventListener("htmx:beforeSwap", (event) => {
  if (event.target !== board) return;
  const { xhr } = event.detail;
  if (xhr.status !== 200 || !xhr.responseText.includes("data-board")) {
    event.detail.shouldSwap = false; // a login page, or a server that is away: never into the board
    if (xhr.status === 200) location.reload();
    return;
  }
  numbers = read();
  order = rows().map((row) => row.dataset.row);
});

board.addEventListener("htmx:afterSettle", (event) => {
  if (event.target !== board) return;
  asked = Date.now();
  say();
  mark();
  keepOrder();
});

document.addEventListener("htmx:sseOpen", () => {
  isLive = true;
  say();
});
document.addEventListener("htmx:sseError", () => {
  isLive = false;
  say();
});

setInterval(() => {
  if (Date.now() - asked >= (isLive ? STILL_MS : POLL_MS) && !document.hidden) renew();
}, 5_000);

say();
