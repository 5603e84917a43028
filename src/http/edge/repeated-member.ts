import { shownName } from '../platform/validation/complaint';

interface Level {
  /** Names seen so far; absent in a list. */
  readonly names?: Set<string>;
  /** Where in it we are, as one would write it: `.name`, `[3]`. */
  at: string;
  index: number;
}

/** A string, or what opens, closes or separates. Numbers and words are passed over. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/gs;
/** More levels than this name nobody's field. */
const DEPTH_SHOWN = 10;

const plain = (literal: string): string =>
  literal.includes('\\') ? (JSON.parse(literal) as string) : literal.slice(1, -1);

const pathOf = (levels: readonly Level[]): string =>
  levels
    .slice(-DEPTH_SHOWN)
    .map(({ at }) => at)
    .join('')
    .replace(/^\./, '');

/** Moves on in a list of values or members. */
const advance = (level: Level | undefined): void => {
  if (level === undefined || level.names !== undefined) return;
  level.index += 1;
  level.at = `[${level.index}]`;
};

/** The name of the first member that an object of this valid JSON text has twice, with the way to it; undefined when none has. */
export const repeatedMember = (text: string): string | undefined => {
  const levels: Level[] = [];
  let expectsName = false;
  for (const [token] of text.matchAll(TOKEN)) {
    const level = levels.at(-1);
    if (token === '{' || token === '[') {
      levels.push(token === '{' ? { names: new Set(), at: '', index: 0 } : { at: '[0]', index: 0 });
      expectsName = token === '{';
    } else if (token === '}' || token === ']') {
      levels.pop();
      expectsName = false;
    } else if (token === ',') {
      advance(level);
      expectsName = level?.names !== undefined;
    } else if (expectsName && level?.names !== undefined) {
      const name = plain(token);
      level.at = `.${shownName(name)}`;
      if (level.names.has(name)) return pathOf(levels);
      level.names.add(name);
      expectsName = false;
    }
  }
  return undefined;
};
