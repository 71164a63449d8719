/** A place as people call it, from what this phone knows of names. */
import { utf8 } from "../log/bytes";
import { parseLetter, type Letter } from "../log/letters";

/** What a letter alone tells of names: that of its own area. */
export function nameIn({ area, name }: Pick<Letter, "area" | "name">): ReadonlyMap<string, string> {
  return new Map(name === "" ? [] : [[area.split("-")[0] ?? "", name]]);
}

/** The same of a kept letter; none where another version of the program kept it. */
export function nameKept(letter: string): ReadonlyMap<string, string> {
  try {
    return nameIn(parseLetter(utf8(letter)));
  } catch {
    return new Map();
  }
}

/** "Salikung" for `63.09.05.2003`, "TPS 007 Salikung" for a TPS; the code where the name is unknown. */
export function placeName(area: string, names: ReadonlyMap<string, string>): string {
  const [desa = "", tps] = area.split("-");
  const name = names.get(desa) ?? desa;
  return tps === undefined ? name : `TPS ${tps} ${name}`;
}
