import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { DomainEvent } from '../../src/kernel/event';
import { grow, type Fold } from '../../src/kernel/fold';
import { MOST_RATIO, type FoldTime } from '../support/catalogue/fold-time';
import { FOLDS } from '../support/catalogue/folds';
import { grownFacts } from '../support/catalogue/grown-facts';
import { sourceFiles } from '../support/catalogue/source-files';

const SEEN = 300;
const SUPPORT = join(__dirname, '../support');
const PROGRAM = 'catalogue/tell-fold-times.ts';

/** Whatever changes it from now on throws. */
const frozen = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(frozen);
  }
  return value;
};

const stepwise = ({ evolve, initial }: Fold<object, DomainEvent>, facts: readonly DomainEvent[]): object =>
  facts.reduce((state, { type, data }) => frozen(evolve[type]?.(state, data as never) ?? {}), frozen(initial));

test('every category that is decided upon is among the folds that are tried here', () => {
  const named = sourceFiles('src/domain').flatMap(({ path, text }) =>
    path.endsWith('.spec.ts') ? [] : [...text.matchAll(/\bcategory: '(\w+)'/g)].map(([, category]) => category),
  );
  expect(FOLDS.map(({ category }) => category).toSorted()).toEqual(named.toSorted());
});

describe.each(['passing', 'gathering'] as const)('with things %s', (how) => {
  test.each(FOLDS.map((fold) => [fold.category, fold] as const))(
    'a %s is what it is when each of its states is seen and none may change any more',
    (_, fold) => {
      const facts = frozen(grownFacts(fold, how, SEEN));
      expect(grow(fold, fold.initial, facts)).toEqual(stepwise(fold, facts));
    },
  );
});

test('ten times as many facts of any category take about ten times as long to fold', () => {
  // In a process of its own: within Jest each name of a global costs more than a step of a fold.
  const told = execFileSync(process.execPath, ['-r', join(SUPPORT, 'run-typescript.cjs'), join(SUPPORT, PROGRAM)], {
    timeout: 100_000,
  });
  const times = JSON.parse(told.toString('utf8')) as readonly FoldTime[];
  expect(times).toHaveLength(2 * FOLDS.length);
  expect(times.filter(({ ratio }) => ratio > MOST_RATIO)).toEqual([]);
}, 120_000);
