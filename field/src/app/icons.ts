/** The shapes of states and of steps: each is readable without its colour, and has a word beside it. */

const SHAPES = {
  tepat: '<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="M4.6 8.3l2.4 2.4 4.5-5" fill="none" stroke="var(--sheet)" stroke-width="1.8"/>',
  belum: '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>',
  menyusul: '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8 2a6 6 0 0 0 0 12z" fill="currentColor"/>',
  tidak: '<rect x="1.5" y="1.5" width="13" height="13" rx="1.5" fill="currentColor"/><path d="M5 5l6 6M11 5l-6 6" fill="none" stroke="var(--sheet)" stroke-width="1.9"/>',
  perhatian: '<path d="M8 1.2L15.4 14.4H.6z" fill="currentColor"/><path d="M8 5.8v4.1" stroke="var(--sheet)" stroke-width="1.7"/><circle cx="8" cy="12" r="1.05" fill="var(--sheet)"/>',
  basi: '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="2.6 2.1"/>',
  saksi: '<circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" stroke-width="1.6"/><circle cx="8" cy="8" r="3" fill="currentColor"/>',
  sepihak: '<path d="M1.5 8h6" stroke="currentColor" stroke-width="3"/><path d="M9.5 8h5" stroke="currentColor" stroke-width="3" stroke-dasharray="1.6 1.7"/>',
  terima: '<path d="M8 1.5v8M4.5 6L8 9.5 11.5 6M1.500 10v4.500h13V10" fill="none" stroke="currentColor" stroke-width="1.7"/>',
  serah: '<path d="M8 9.500v-8M4.500 5L8 1.500 11.500 5M1.500 10v4.500h13V10" fill="none" stroke="currentColor" stroke-width="1.7"/>',
  periksa: '<path d="M2 3.500h1.500M2 8h1.500M2 12.500h1.500M6 3.500h8M6 8h8M6 12.500h8" fill="none" stroke="currentColor" stroke-width="1.8"/>',
  kotak: '<path d="M2 5l6-3 6 3v6.500L8 14.500l-6-3zM2 5l6 3 6-3M8 8v6.500" fill="none" stroke="currentColor" stroke-width="1.5"/>',
  segel: '<path d="M8 .8l2 1.600 2.600-.1.7 2.500 2 1.600L14 8l1.300 1.600-2 1.600-.7 2.500-2.600-.1-2 1.600-2-1.600-2.600.1-.7-2.500-2-1.600L2 8 .7 6.400l2-1.600.7-2.500 2.600.1z" fill="none" stroke="currentColor" stroke-width="1.300"/><path d="M5.300 8.100l2 2 3.400-3.800" fill="none" stroke="currentColor" stroke-width="1.600"/>',
  orang: '<circle cx="8" cy="5" r="3.200" fill="none" stroke="currentColor" stroke-width="1.600"/><path d="M1.800 14.500a6.200 6.200 0 0 1 12.400 0" fill="none" stroke="currentColor" stroke-width="1.600"/>',
  kunci: '<circle cx="5" cy="11" r="3.200" fill="none" stroke="currentColor" stroke-width="1.600"/><path d="M7.300 8.700L14 2M11 5l2.200 2.200" fill="none" stroke="currentColor" stroke-width="1.600"/>',
  foto: '<path d="M1.500 4.500h3l1-2h5l1 2h3v9h-13z" fill="none" stroke="currentColor" stroke-width="1.600"/><circle cx="8" cy="8.800" r="2.600" fill="none" stroke="currentColor" stroke-width="1.600"/>',
  suara: '<path d="M3 2h10v12H3zM5.500 5.500h5M5.500 8h5M5.500 10.500h3" fill="none" stroke="currentColor" stroke-width="1.600"/>',
  kirim: '<path d="M1.500 8L14.500 2l-3 12.500-3.500-4.500z" fill="none" stroke="currentColor" stroke-width="1.600"/>',
} as const;

export type Icon = keyof typeof SHAPES;

/** Return the shape. It is hidden from screen readers: a word always stands beside it. */
export function icon(name: Icon, size = 22, tone = ""): SVGSVGElement {
  const made = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  made.setAttribute("viewBox", "0 0 16 16");
  made.setAttribute("width", String(size));
  made.setAttribute("height", String(size));
  made.setAttribute("aria-hidden", "true");
  made.setAttribute("class", tone === "" ? "icon" : `icon ${tone}`);
  made.innerHTML = SHAPES[name];
  return made;
}
