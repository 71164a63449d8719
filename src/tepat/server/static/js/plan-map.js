// The map of a plan: roads with their state, desa with their chance, trips of one day.
// Everything comes from this server. The lists beside the map say the same without it.
import { Marker, Popup } from "../vendor/maplibre/maplibre-gl.mjs";
import { canDraw, colour, fetchJson, onTheme, openMap, paintGround } from "./map-base.js";

const box = document.getElementById("peta-rencana");
const panel = document.getElementById("ruas");
const fewer = document.getElementById("peta-kurang");
const { boundaries, land, roads, trips, here, failed, few } = box.dataset;
const CAMERA = `tepat-map:${here}`;
const NAMES_FROM_ZOOM = 11;
const MOST_LABELS = 30; // halts that are lettered while the whole kabupaten is seen
const NEAR = 8; // pixels around a click in which a road is looked for

/** Stripes for a flood zone, drawn by hand so that no picture has to be fetched. */
function stripes() {
  const size = 8;
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = canvas.getContext("2d");
  pen.strokeStyle = colour("--m-water");
  pen.lineWidth = 2;
  for (const shift of [-size, 0, size]) {
    pen.beginPath();
    pen.moveTo(shift, size);
    pen.lineTo(shift + size, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, size, size);
}

/** The sign of a state: a cross for closed, a bar for restricted. */
function sign(is, token) {
  const size = 18;
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
  const pen = canvas.getContext("2d");
  pen.beginPath();
  pen.arc(9, 9, 8, 0, 2 * Math.PI);
  pen.fillStyle = colour(token);
  pen.fill();
  pen.strokeStyle = colour("--m-halo");
  pen.lineWidth = 2.5;
  pen.beginPath();
  if (is === "cross") {
    pen.moveTo(5.5, 5.5);
    pen.lineTo(12.5, 12.5);
    pen.moveTo(12.5, 5.5);
    pen.lineTo(5.5, 12.5);
  } else {
    pen.moveTo(4.5, 9);
    pen.lineTo(13.5, 9);
  }
  pen.stroke();
  return pen.getImageData(0, 0, size, size);
}

function images(map) {
  for (const [name, data] of [
    ["stripes", stripes()],
    ["shut", sign("cross", "--tidak")],
    ["slow", sign("bar", "--perhatian")],
  ]) {
    if (map.hasImage(name)) map.updateImage(name, data);
    else map.addImage(name, data);
  }
}

const is = (status) => ["==", ["get", "status"], status];
const isTrip = ["==", ["get", "kind"], "trip"];

function addRoads(map, found) {
  map.addSource("roads", { type: "geojson", data: found });
  const line = (id, filter, paint, layout = {}) =>
    map.addLayer({ id, type: "line", source: "roads", filter, paint, layout: { "line-cap": "round", ...layout } });
  line("wet", ["!=", ["get", "zone"], ""], { "line-width": 9, "line-pattern": "stripes", "line-opacity": 0.55 });
  line("chosen", ["==", ["get", "id"], box.dataset.chosen], { "line-width": 11, "line-opacity": 0.5 });
  line("open", ["all", is("operational"), ["!", ["get", "water"]]], { "line-width": ["interpolate", ["linear"], ["zoom"], 8, 1, 13, 3] });
  line("water", ["all", is("operational"), ["get", "water"]], { "line-width": 2.5 });
  line("slow", is("restricted"), { "line-width": 4, "line-dasharray": [3, 1.5] }, { "line-cap": "butt" });
  line("shut", is("not_operational"), { "line-width": 4, "line-dasharray": [0.8, 0.8] }, { "line-cap": "butt" });
}

/** Above the trips: a closed road is seen also where trips go over it. */
function addSigns(map) {
  const layer = (id, status) =>
    map.addLayer({
      id: `${id}-sign`,
      type: "symbol",
      source: "roads",
      filter: is(status),
      layout: { "symbol-placement": "line-center", "icon-image": id, "icon-allow-overlap": true, "icon-rotation-alignment": "viewport" },
    });
  layer("slow", "restricted");
  layer("shut", "not_operational");
}

function addTrips(map, found) {
  map.addSource("trips", { type: "geojson", data: found });
  map.addLayer({ id: "trips-halo", type: "line", source: "trips", filter: isTrip, paint: { "line-width": 6 }, layout: { "line-join": "round" } });
  map.addLayer({ id: "trips", type: "line", source: "trips", filter: isTrip, paint: { "line-width": 3 }, layout: { "line-join": "round" } });
}

function paint(map) {
  paintGround(map);
  images(map);
  const set = (layer, token) => map.setPaintProperty(layer, "line-color", colour(token));
  set("chosen", "--focus");
  set("open", "--ink-2");
  set("water", "--m-water");
  set("slow", "--perhatian");
  set("shut", "--tidak");
  set("trips-halo", "--m-halo");
  set("trips", "--manggis");
}

const made = (name, className, text = "") =>
  Object.assign(document.createElement(name), { className, textContent: text });

/** Places are marks with a shape; a click tells name and chance. The lists have them as text. */
function addPlace(map, feature) {
  const { kind, name, shape, says } = feature.properties;
  const at = feature.geometry.coordinates;
  if (kind === "stop") return addHalt(map, feature);
  const mark = made("button", "dot");
  mark.type = "button";
  mark.tabIndex = -1;
  const drawn = { warehouse: "house", store: "ppk" }[kind] ?? shape;
  mark.append(made("i", `sp ${drawn}`), made("span", "name", name));
  mark.setAttribute("aria-label", says ? `${name}: ${says}` : name);
  mark.addEventListener("click", (event) => {
    event.stopPropagation();
    const text = made("p", "small", says ? `${name}: ${says}` : name);
    new Popup({ closeButton: false, offset: 12 }).setLngLat(at).setDOMContent(text).addTo(map);
  });
  new Marker({ element: mark }).setLngLat(at).addTo(map);
}

function addHalt(map, feature) {
  const { label, name, says } = feature.properties;
  const mark = made("span", "stoplabel", label);
  mark.title = `${label}: ${name}, ${says}`;
  new Marker({ element: mark, anchor: "bottom-left", offset: [4, -4] })
    .setLngLat(feature.geometry.coordinates)
    .addTo(map);
}

/** Show one road beside the map; its form posts like any other. */
async function choose(map, id) {
  const url = new URL(location.href);
  url.searchParams.set("jalan", id);
  const answer = await fetch(url, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(String(answer.status));
  panel.innerHTML = await answer.text();
  url.hash = "";
  history.replaceState(null, "", url);
  map.setFilter("chosen", ["==", ["get", "id"], id]);
  for (const link of document.querySelectorAll("[data-road]")) {
    if (link.dataset.road === id) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function roadAt(map, point) {
  const around = [
    [point.x - NEAR, point.y - NEAR],
    [point.x + NEAR, point.y + NEAR],
  ];
  const [found] = map.queryRenderedFeatures(around, { layers: ["shut", "slow", "open", "water"] });
  return found?.properties.id;
}

function camera() {
  try {
    return JSON.parse(sessionStorage.getItem(CAMERA)) ?? {};
  } catch {
    return {};
  }
}

async function start() {
  if (!canDraw()) throw new Error("no WebGL");
  const [outlines, network, day] = await Promise.all([fetchJson(boundaries), fetchJson(roads), fetchJson(trips)]);
  const shown = outlines.features.length ? outlines.features : network.features;
  const map = openMap(box, land, outlines, shown);
  const { center, zoom } = camera();
  if (center) map.jumpTo({ center, zoom });
  map.on("moveend", () =>
    sessionStorage.setItem(CAMERA, JSON.stringify({ center: map.getCenter(), zoom: map.getZoom() })),
  );
  const showNames = () => box.classList.toggle("near", map.getZoom() >= NAMES_FROM_ZOOM);
  map.on("zoom", showNames);
  map.on("load", () => {
    images(map);
    addRoads(map, network);
    addTrips(map, day);
    addSigns(map);
    paint(map);
    showNames();
    const halts = day.features.filter((each) => each.properties.kind === "stop").length;
    box.classList.toggle("crowded", halts > MOST_LABELS);
    for (const feature of day.features) if (feature.geometry.type === "Point") addPlace(map, feature);
    map.on("click", (event) => {
      const id = roadAt(map, event.point);
      if (id) choose(map, id).catch(() => location.assign(`${here}?jalan=${encodeURIComponent(id)}`));
    });
    map.on("mousemove", (event) => {
      map.getCanvas().style.cursor = roadAt(map, event.point) ? "pointer" : "";
    });
    onTheme(() => paint(map));
    box.dataset.ready = "1";
    box.roadPoint = (id) => middle(map, network, id);
  });
  if (network.left_out) {
    fewer.textContent = few + network.left_out;
    fewer.hidden = false;
  }
}

/** Where on the screen the middle of a road lies; tests and nothing else ask for it. */
function middle(map, network, id) {
  const line = network.features.find((each) => each.properties.id === id).geometry.coordinates;
  const last = Math.ceil(line.length / 2);
  const [a, b] = [line[last - 1], line[last]];
  return map.project([(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]);
}

start().catch((error) => {
  console.warn(error);
  box.replaceChildren(made("p", "failed", failed));
});
