/** "Kurang 1, berbeda 2": what there is none of is not said. The first letter is a capital one. */
export function listed(counts: readonly (readonly [string, number])[]): string {
  const said = counts.filter(([, count]) => count > 0).map(([word, count]) => `${word} ${count}`);
  const text = said.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}
