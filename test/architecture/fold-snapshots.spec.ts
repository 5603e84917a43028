import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DomainEvent } from '../../src/kernel/event';
import type { Fold } from '../../src/kernel/fold';
import { FOLDS } from '../support/catalogue/folds';
import { foldSteps, stateOf, stored, unlistedFacts, type FoldStep } from '../support/catalogue/fold-snapshot';

/*
 * What each version of a fold makes of fixed facts. States of long streams lie in the stores of those who run Keyledger as the
 * code made them that was there then; only another version of the fold makes them anew. So whatever makes other states of the same
 * facts is another version: `KEYLEDGER_WRITE_CATALOGUE=1 npx jest test/architecture/fold-snapshots` writes the file of a new one, adds
 * facts that came to those there are, and changes nothing.
 */
const FOLDER = join(__dirname, '../golden/folds');
const isWriting = process.env['KEYLEDGER_WRITE_CATALOGUE'] === '1';

const fileOf = ({ category, version = 1 }: Fold<object, DomainEvent>): string => `${category}@${version}.jsonl`;

const read = (file: string): readonly FoldStep[] => {
  const path = join(FOLDER, file);
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as FoldStep);
};

const folds = FOLDS.map((fold) => [fileOf(fold), fold] as const);

if (isWriting) {
  mkdirSync(FOLDER, { recursive: true });
  for (const file of readdirSync(FOLDER)) {
    if (!folds.some(([current]) => current === file)) rmSync(join(FOLDER, file));
  }
}

test.each(folds)('%s makes of the same facts the same states', (file, fold) => {
  const steps = read(file);
  const files = steps.map(({ fact }) => fact);
  if (isWriting) {
    const added = foldSteps(fold, [...files, ...unlistedFacts(fold, steps)]).slice(files.length);
    writeFileSync(join(FOLDER, file), [...steps, ...added].map((step) => `${JSON.stringify(step)}\n`).join(''));
  }
  expect(foldSteps(fold, files)).toEqual(steps);
  expect(unlistedFacts(fold, read(file))).toEqual([]);
});

test('there is a file of each fold, and none of another version', () => {
  expect(readdirSync(FOLDER).toSorted()).toEqual(folds.map(([file]) => file).toSorted());
});

test.each(folds)('%s is read back as it was written, and goes on alike', (file, fold) => {
  for (const { fact } of read(file)) {
    const state = stateOf(fold, [fact]);
    if (typeof state === 'string') continue;
    const text = JSON.parse(JSON.stringify(stored(fold, state))) as never;
    const back = fold.codec === undefined ? (text as object) : fold.codec.read(text);
    expect(back).toEqual(state);
    expect(Object.getPrototypeOf(back)).toBe(Object.getPrototypeOf(state));
  }
});
