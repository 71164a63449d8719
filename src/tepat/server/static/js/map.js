// The large map: land and outlines as files of this desk, points as buttons that can be moved.
// Everything comes from this server. The form beside the map does the same without a map.
import { Marker } from "../vendor/maplibre/maplibre-gl.mjs";
import { canDraw, fetchJson, onTheme, openMap, paintGround } from "./map-base.js";

const box = document.getElementById("peta");
const panel = document.getElementById("titik");
const { boundaries, points, land, here, editable, failed, tps: tpsPoints } = box.dataset;
const NAMES_FROM_ZOOM = 11;
const dots = new Map();
let chosen = null;
let glMap = null;
let tpsDots = new Map();
let chosenTps = null;

function shapeOf({ provenance, inside }) {
  return inside ? provenance : "doubtful";
}

function addDot(map, feature) {
  const { code, name, level } = feature.properties;
  if (level === 3) {
    const label = Object.assign(document.createElement("span"), { className: "kec", textContent: name });
    new Marker({ element: label, anchor: "bottom" }).setLngLat(feature.geometry.coordinates).addTo(map);
    return;
  }
  const button = Object.assign(document.createElement("button"), { type: "button", className: "dot" });
  const shape = Object.assign(document.createElement("i"), { className: `pt ${shapeOf(feature.properties)}` });
  const words = Object.assign(document.createElement("span"), { className: "name", textContent: name });
  button.append(shape, words);
  button.setAttribute("aria-label", `${name}, ${code}`);
  button.setAttribute("aria-pressed", "false");
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    choose(code);
  });
  const marker = new Marker({ element: button }).setLngLat(feature.geometry.coordinates).addTo(map);
  marker.on("dragend", () => {
    const { lng, lat } = marker.getLngLat();
    write(lat, lng);
  });
  dots.set(code, { marker, button, shape, feature });
}

/** Put a dragged point into the form; nothing is saved until the person saves it. */
function write(lat, lon) {
  const form = panel.querySelector("[data-point-form]");
  if (!form) return;
  form.elements.lat.value = lat.toFixed(6);
  form.elements.lon.value = lon.toFixed(6);
}

/** The second layer: the TPS of the chosen desa. One that has no point is put by a click. */
async function showTps(desa) {
  for (const { marker } of tpsDots.values()) marker.remove();
  tpsDots = new Map();
  if (!desa || !glMap) return;
  const found = await fetchJson(`${tpsPoints}?desa=${encodeURIComponent(desa)}`);
  for (const feature of found.features) addTps(feature);
}

function addTps(feature) {
  const { code, tps } = feature.properties;
  const number = String(tps).padStart(3, "0");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "dot ofTps" });
  const words = Object.assign(document.createElement("span"), { className: "name", textContent: `TPS ${number}` });
  button.append(Object.assign(document.createElement("i"), { className: "pt tps" }), words);
  button.setAttribute("aria-label", `TPS ${number}, ${code}`);
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    chooseTps(code);
  });
  const marker = new Marker({ element: button }).setLngLat(feature.geometry.coordinates).addTo(glMap);
  marker.on("dragend", () => write(marker.getLngLat().lat, marker.getLngLat().lng));
  tpsDots.set(code, { marker, button });
}

async function chooseTps(code) {
  const desa = code.split("-")[0];
  if (chosen && dots.has(chosen)) release(dots.get(chosen));
  chosen = desa;
  chosenTps = code;
  await fill(`${here}?tps=${encodeURIComponent(code)}`);
  await showTps(desa);
  holdTps();
}

function holdTps() {
  placing(true);
  const dot = tpsDots.get(chosenTps);
  if (!dot) return;
  dot.button.setAttribute("aria-pressed", "true");
  if (editable && panel.querySelector("[data-point-form]")) dot.marker.setDraggable(true);
}

/** A TPS is chosen: a click on the map writes its place into the form and shows it there. */
function place({ lat, lng }) {
  const form = panel.querySelector("[data-point-form]");
  if (!chosenTps || !form) return;
  write(lat, lng);
  if (!tpsDots.has(chosenTps)) {
    const properties = { code: chosenTps, tps: Number(chosenTps.split("-")[1]) };
    addTps({ geometry: { coordinates: [lng, lat] }, properties });
    holdTps();
  } else tpsDots.get(chosenTps).marker.setLngLat([lng, lat]);
}

async function fill(url) {
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  panel.innerHTML = await answer.text();
  history.replaceState(null, "", url);
}

panel.addEventListener("click", (event) => {
  const link = event.target.closest("[data-tps]");
  if (!link || !glMap) return;
  event.preventDefault();
  chooseTps(link.dataset.tps);
});

/** While a TPS is being placed a click means its place, also on the dot of a desa. */
function placing(is) {
  box.classList.toggle("placing", Boolean(is && editable && panel.querySelector("[data-point-form]")));
}

async function choose(code) {
  placing(false);
  if (chosen && dots.has(chosen)) release(dots.get(chosen));
  chosen = code;
  chosenTps = null;
  await fill(`${here}?desa=${encodeURIComponent(code)}`);
  await showTps(code);
  hold(code);
}

function hold(code) {
  const dot = dots.get(code);
  if (!dot) return;
  dot.button.setAttribute("aria-pressed", "true");
  if (editable && panel.querySelector("[data-point-form]")) dot.marker.setDraggable(true);
}

function release(dot) {
  dot.button.setAttribute("aria-pressed", "false");
  dot.marker.setDraggable(false);
  dot.marker.setLngLat(dot.feature.geometry.coordinates);
}

panel.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-point-form]");
  if (!form) return;
  event.preventDefault();
  const answer = await fetch(form.action, {
    method: "POST",
    body: new FormData(form),
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  });
  const said = await answer.json();
  if (!answer.ok) {
    form.querySelector("[data-point-say]").textContent = said.sentence ?? String(answer.status);
    return;
  }
  if (said.properties.tps) return chooseTps(said.properties.code);
  const dot = dots.get(said.properties.code);
  if (dot) {
    dot.feature = said;
    dot.marker.setLngLat(said.geometry.coordinates);
    dot.shape.className = `pt ${shapeOf(said.properties)}`;
  }
  await choose(said.properties.code);
});

async function start() {
  if (!canDraw()) throw new Error("no WebGL");
  const [outlines, places] = await Promise.all([fetchJson(boundaries), fetchJson(points)]);
  const shown = outlines.features.length ? outlines.features : places.features;
  const map = openMap(box, land, outlines, shown);
  const showNames = () => box.classList.toggle("near", map.getZoom() >= NAMES_FROM_ZOOM);
  map.on("zoom", showNames);
  map.on("click", (event) => place(event.lngLat));
  map.on("load", async () => {
    glMap = map;
    paintGround(map);
    showNames();
    for (const feature of places.features) addDot(map, feature);
    chosen = box.dataset.chosen || null;
    chosenTps = box.dataset.chosenTps || null;
    await showTps(chosen);
    if (chosenTps) holdTps();
    else if (chosen) hold(chosen);
    box.dataset.ready = "1";
    onTheme(() => paintGround(map));
  });
}

start().catch((error) => {
  console.warn(error);
  box.replaceChildren(Object.assign(document.createElement("p"), { className: "failed", textContent: failed }));
});
