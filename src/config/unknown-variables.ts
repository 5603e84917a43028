import { shown, type Environment } from './environment';
import { VARIABLES } from './variables-of';

/** Levenshtein distance: how many letters must be put in, taken out or changed. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (const [index, letter] of Array.from(a).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(b).entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
};

const nearest = (name: string): string =>
  VARIABLES.reduce((best, known) => (distance(name, known) < distance(name, best) ? known : best));

/** A line for each variable with our prefix that nothing reads: a mistyped one would otherwise be silently without effect. */
export const unknownVariables = (env: Environment): readonly string[] =>
  Object.keys(env)
    .filter((name) => name.startsWith('KEYLEDGER_') && !VARIABLES.some((known) => known === name))
    .sort()
    .map((name) => `${shown(name)} is not a variable of Keyledger and has no effect; the nearest is ${nearest(name)}.`);
