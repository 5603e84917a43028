import { canonicalJson } from '../src/kernel/facts/canonical-json';
import type { ReadFact } from './facts-of-streams';

/** Half a pair of surrogates, as JSON would write it: canonical text has none. */
const LONE_SURROGATE = /\\u[dD][89a-fA-F]/;

/** Whether members stand in their order and numbers are such as facts hold, of what was read from JSON without white space. */
const isInOrder = (value: unknown): boolean => {
  if (typeof value === 'number') return Number.isSafeInteger(value);
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every((each) => isInOrder(each));
  let last = '';
  let isFirst = true;
  for (const name of Object.keys(value)) {
    if (!isFirst && name <= last) return false;
    if (!isInOrder((value as Record<string, unknown>)[name])) return false;
    last = name;
    isFirst = false;
  }
  return true;
};

/** What `canonicalJson(fact) === text` says, in a third of the time where it is so: a million facts are many. */
const isCanonical = (fact: unknown, text: string): boolean =>
  (JSON.stringify(fact) === text && isInOrder(fact) && !LONE_SURROGATE.test(text)) || canonicalJson(fact) === text;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether it has what every fact has; what it says is another question. */
export const isFact = (value: unknown): value is ReadFact => {
  if (!isObject(value)) return false;
  const { stream, revision, id, type, data, metadata } = value;
  const isPlaced = typeof stream === 'string' && Number.isSafeInteger(revision);
  const isNamed = typeof id === 'string' && typeof type === 'string';
  if (!isPlaced || !isNamed || !isObject(data) || !isObject(metadata)) return false;
  return typeof metadata['time'] === 'string' && isObject(metadata['actor']);
};

/** A fact from its canonical text; undefined for any other text. */
export const readFact = (canonical: string): ReadFact | undefined => {
  try {
    const fact: unknown = JSON.parse(canonical);
    return isFact(fact) && isCanonical(fact, canonical) ? fact : undefined;
  } catch {
    return undefined;
  }
};
