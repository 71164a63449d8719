// What every map of the desk needs: land and outlines of this server, colours of the tokens.
import { Map as GlMap, NavigationControl, ScaleControl, setWorkerUrl } from "../vendor/maplibre/maplibre-gl.mjs";

setWorkerUrl(new URL("../vendor/maplibre/maplibre-gl-worker.mjs", import.meta.url).href);

export const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export const fetchJson = async (url) => {
  const answer = await fetch(url, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return answer.json();
};

/** Colours are read from the tokens, so that the map follows the theme. */
export function paintGround(map) {
  const set = (layer, property, token) => map.setPaintProperty(layer, property, colour(token));
  set("sea", "background-color", "--m-outside");
  set("land", "fill-color", "--m-land");
  set("desa", "line-color", "--m-kec");
  set("kecamatan", "line-color", "--m-kec");
  set("kabupaten", "line-color", "--m-kab");
  set("inside", "fill-color", "--m-1");
}

export function groundStyle(land, outlines) {
  const line = (id, level, width) => ({
    id,
    type: "line",
    source: "outlines",
    filter: ["==", ["get", "level"], level],
    paint: { "line-width": width },
  });
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: land },
      outlines: { type: "geojson", data: outlines },
    },
    layers: [
      { id: "sea", type: "background" },
      { id: "land", type: "fill", source: "land" },
      { id: "inside", type: "fill", source: "outlines", filter: ["==", ["get", "level"], 2] },
      line("desa", 4, 0.5),
      line("kecamatan", 3, 1.2),
      line("kabupaten", 2, 2),
    ],
  };
}

export function boundsOf(features) {
  const bounds = [180, 90, -180, -90];
  const walk = (coordinates) => {
    if (typeof coordinates[0] !== "number") return coordinates.forEach(walk);
    const [lon, lat] = coordinates;
    bounds[0] = Math.min(bounds[0], lon);
    bounds[1] = Math.min(bounds[1], lat);
    bounds[2] = Math.max(bounds[2], lon);
    bounds[3] = Math.max(bounds[3], lat);
  };
  for (const feature of features) walk(feature.geometry.coordinates);
  return bounds;
}

/** Without WebGL the map would be a dark square: say so before it is made. */
export function canDraw() {
  const canvas = document.createElement("canvas");
  return Boolean(canvas.getContext("webgl2") || canvas.getContext("webgl"));
}

/** A map with its controls; `shown` are the features it is fitted to. */
export function openMap(box, land, outlines, shown, more = {}) {
  const map = new GlMap({
    container: box,
    style: groundStyle(land, outlines),
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    ...(shown.length && { bounds: boundsOf(shown), fitBoundsOptions: { padding: 24 } }),
    ...more,
  });
  map.touchZoomRotate.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }));
  map.addControl(new ScaleControl());
  return map;
}

/** Paint again when the person changes the theme. */
export function onTheme(repaint) {
  new MutationObserver(repaint).observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme"],
  });
}
