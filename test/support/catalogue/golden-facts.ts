import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DomainEvent } from '../../../src/kernel/event';

const FOLDER = join(__dirname, '../../golden/events');
const NAME = /^(keyledger\..*\.v\d+)(?:\.(\d+))?\.json$/;

export interface GoldenFact {
  readonly file: string;
  /** Of the shapes that were ever written under this wire name, the how manieth, from 1. */
  readonly shape: number;
  readonly fact: DomainEvent;
  readonly sha256: string;
}

const goldenFact = (file: string): GoldenFact => {
  const bytes = readFileSync(join(FOLDER, file));
  return {
    file,
    shape: Number(NAME.exec(file)?.[2] ?? '1'),
    fact: JSON.parse(bytes.toString('utf8')) as DomainEvent,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
};

const wireNameOf = (file: string): string => NAME.exec(file)?.[1] ?? file;

/**
 * A fact in each shape it ever had, as it once was written, with every field there could be then: `<wire name>.json` is the
 * first shape, `<wire name>.2.json` the second. They are read by every release there will be.
 */
export const goldenFacts = (): readonly GoldenFact[] =>
  readdirSync(FOLDER)
    .map(goldenFact)
    .toSorted(({ file: a, shape }, { file: b, shape: other }) =>
      wireNameOf(a) === wireNameOf(b) ? shape - other : wireNameOf(a) < wireNameOf(b) ? -1 : 1,
    );

/** A fact of each kind in the shape it is written in today. */
export const newestFacts = (): readonly DomainEvent[] => [
  ...new Map(goldenFacts().map(({ file, fact }) => [wireNameOf(file), fact])).values(),
];
