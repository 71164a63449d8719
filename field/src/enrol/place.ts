/** A place as people call it, from what this phone knows of names. */

/** "Salikung" for `63.09.05.2003`, "TPS 007 Salikung" for a TPS; the code where the name is unknown. */
export function placeName(area: string, names: ReadonlyMap<string, string>): string {
  const [desa = "", tps] = area.split("-");
  const name = names.get(desa) ?? desa;
  return tps === undefined ? name : `TPS ${tps} ${name}`;
}
