import type { DomainEvent } from '../../src/kernel/event';
import { FACT_SHAPES } from '../../src/kernel/facts/fact-shapes';

/** The names of the outermost fields of a shape, as the catalogue writes it. */
const namesIn = (shape: string): ReadonlySet<string> => {
  let depth = 0;
  const outermost = Array.from(shape).filter((letter) => {
    if ('{(<'.includes(letter)) depth += 1;
    const isOutermost = depth === 0;
    if ('})>'.includes(letter)) depth -= 1;
    return isOutermost;
  });
  return new Set([...outermost.join('').matchAll(/(\w+)\??:/g)].map(([, name = '']) => name));
};

const DECLARED = new Map(
  FACT_SHAPES.trim()
    .split('\n')
    .map((line) => line.split(' / '))
    .map(([type = '', , ...shape]) => [type, namesIn(shape.join(' / '))] as const),
);

/** What facts say that their types do not: TypeScript lets a wider thing pass for a narrower one, and it stays for ever. */
export const undeclaredFields = (events: readonly DomainEvent[]): readonly string[] =>
  events.flatMap(({ type, data }) => {
    const declared = DECLARED.get(type);
    const names = declared === undefined ? [] : Object.keys(data).filter((name) => !declared.has(name));
    return names.map((name) => `${type} ${name}`);
  });
