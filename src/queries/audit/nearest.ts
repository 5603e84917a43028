const pairsOf = (text: string): readonly string[] => {
  const padded = ` ${text.toLowerCase()} `;
  return Array.from({ length: padded.length - 1 }, (_, n) => padded.slice(n, n + 2));
};

/** How alike two texts are, from 0 to 1: the share of their pairs of letters that both have (Sørensen, Dice). */
const likeness = (a: readonly string[], b: readonly string[]): number => {
  const left = new Map<string, number>();
  for (const pair of a) left.set(pair, (left.get(pair) ?? 0) + 1);
  const shared = b.filter((pair) => {
    const count = left.get(pair) ?? 0;
    left.set(pair, count - 1);
    return count > 0;
  });
  return (2 * shared.length) / (a.length + b.length);
};

/** The one of some names that is most like a text; undefined when none is like it at all. */
export const nearest = (text: string, names: readonly string[]): string | undefined => {
  const pairs = pairsOf(text);
  let best: { readonly name: string; readonly like: number } | undefined;
  for (const name of names) {
    const like = likeness(pairs, pairsOf(name));
    if (like > (best?.like ?? 0)) best = { name, like };
  }
  return best?.name;
};
