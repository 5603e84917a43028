import { createHash } from 'node:crypto';
import type { DomainEvent } from '../../../src/kernel/event';
import { upcast } from '../../../src/kernel/facts/upcast';
import { grow, type Fold } from '../../../src/kernel/fold';
import { goldenFacts } from './golden-facts';

type AnyFold = Fold<object, DomainEvent>;

/** What a fold makes of a fact, and of that fact and each of those that are listed up to it, in both orders. */
export interface FoldStep {
  /** Its golden file. */
  readonly fact: string;
  /** From the beginning. */
  readonly state: unknown;
  /** SHA-256 of the states that it makes together with the others. */
  readonly beside: string;
}

const metadata = { actor: { kind: 'user' }, time: '2026-02-01T09:30:00.000Z', correlationId: 'c' } as const;
const known = new Map(goldenFacts().map(({ file, fact }) => [file, fact]));

/** As every store hands it out. */
const told = (file: string): DomainEvent => {
  const fact = known.get(file);
  if (fact === undefined) throw new Error(`there is no golden fact ${file}`);
  const { type, data } = upcast({ ...fact, metadata });
  return { type, data: data as object };
};

/** As it is kept of a stream. */
export const stored = ({ codec }: AnyFold, state: object): unknown =>
  JSON.parse(JSON.stringify(codec?.write(state) ?? state));

/** What comes of some facts; a fold may refuse what never follows. */
export const stateOf = (fold: AnyFold, files: readonly string[]): object | string => {
  try {
    return grow(fold, fold.initial, files.map(told));
  } catch {
    return 'it does not follow';
  }
};

const made = (fold: AnyFold, files: readonly string[]): unknown => {
  const state = stateOf(fold, files);
  return typeof state === 'string' ? state : stored(fold, state);
};

/** Golden facts that the fold reads and that are not in the list. */
export const unlistedFacts = ({ evolve }: AnyFold, listed: readonly FoldStep[]): readonly string[] =>
  [...known.keys()].filter(
    (file) => Object.hasOwn(evolve, told(file).type) && !listed.some(({ fact }) => fact === file),
  );

/** What the fold makes today of the facts of a list. Of those that are listed later nothing changes for those before. */
export const foldSteps = (fold: AnyFold, files: readonly string[]): readonly FoldStep[] =>
  files.map((fact, place) => {
    const beside = files
      .slice(0, place + 1)
      .flatMap((other) => [
        made(fold, [other, fact]),
        made(fold, [fact, other]),
        made(fold, [files[0] ?? fact, other, fact]),
      ]);
    const digest = createHash('sha256').update(JSON.stringify(beside)).digest('hex');
    return { fact, state: made(fold, [fact]), beside: digest };
  });
