/** The words of the screens: one file a language, each with the same names as `id.ts`. */
import { id, type Words } from "./id";

export type { Words };
export type Language = "id" | "en";

let chosen: Words = id;

/** The words of the language that was chosen; Indonesian unless one was. */
export function words(): Words {
  return chosen;
}

/** Choose a language. Others than Indonesian are loaded when they are first needed. */
export async function speak(language: Language): Promise<void> {
  chosen = language === "en" ? (await import("./en")).en : id;
  document.documentElement.lang = language;
}
