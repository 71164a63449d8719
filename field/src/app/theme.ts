/** Light, dark and sunlight; by itself as the phone is set. */

export const THEMES = ["auto", "terang", "gelap", "terik"] as const;
export type Theme = (typeof THEMES)[number];

const KEY = "theme";

export function themeNow(): Theme {
  const kept = localStorage.getItem(KEY);
  return THEMES.find((each) => each === kept) ?? "auto";
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(KEY, theme);
  showTheme();
}

export function showTheme(): void {
  const theme = themeNow();
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
