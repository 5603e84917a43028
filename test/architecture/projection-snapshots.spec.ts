import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECTIONS } from '../../projections/catalog';
import type { ModelSchema } from '../../src/kernel/read-model';
import { notListed, stepsOf } from '../support/catalogue/projection-snapshot';
import { isSame, type Step } from '../support/catalogue/snapshot-step';

/*
 * What each version of a read model makes of a fixed list of facts. Documents lie in the stores of those who run Keyledger
 * as the code made them that was there then; only another version builds them anew. So whatever makes other documents of
 * the same facts is another version: `KEYLEDGER_WRITE_CATALOGUE=1 npx jest test/architecture/projection-snapshots` writes
 * the snapshot of a new one, adds facts that came to those there are, and changes nothing.
 */
const ROOT = join(__dirname, '../..');
const FOLDER = 'test/golden/projections';
const isWriting = process.env['KEYLEDGER_WRITE_CATALOGUE'] === '1';

const fileOf = ({ name, version }: ModelSchema): string => `${name}@${version}.jsonl`;
const pathOf = (file: string): string => join(ROOT, FOLDER, file);

/** First the schema, then a step a line. */
const read = (file: string): readonly [ModelSchema?, ...Step[]] =>
  existsSync(pathOf(file))
    ? (readFileSync(pathOf(file), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown) as [ModelSchema, ...Step[]])
    : [];

const models = PROJECTIONS.map((projector) => [fileOf(projector.schema), projector] as const);

if (isWriting) {
  for (const file of readdirSync(join(ROOT, FOLDER))) {
    if (!models.some(([current]) => current === file)) rmSync(pathOf(file));
  }
}

test.each(models)('%s makes of the same facts the same documents', (file, projector) => {
  const [told, ...steps] = read(file);
  const fresh = stepsOf(projector, steps);
  if (isWriting) {
    const all = stepsOf(projector, [...steps, ...notListed(projector, steps)]);
    const kept = all.map((step) => steps.find((other) => isSame(step, other)) ?? step);
    writeFileSync(
      pathOf(file),
      [told ?? projector.schema, ...kept].map((line) => `${JSON.stringify(line)}\n`).join(''),
    );
  }
  expect(read(file)[0]).toEqual(projector.schema);
  expect(fresh).toEqual(steps);
  expect(notListed(projector, read(file).slice(1) as Step[])).toEqual([]);
});

test('there is a snapshot of each read model, and none of another version', () => {
  expect(readdirSync(join(ROOT, FOLDER)).toSorted()).toEqual(models.map(([file]) => file).toSorted());
});

test('no line of a snapshot was ever replaced', () => {
  // Not every copy of the tree has its history, and a shallow one has some of it: what there is must say so.
  const how = ['-p', '--diff-filter=M', '--unified=0', '--no-renames', '--format='];
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  const changes = existsSync(join(ROOT, '.git'))
    ? [
        git('log', '--first-parent', '-m', ...how, '--', FOLDER),
        git('diff', 'HEAD', '--diff-filter=M', '--unified=0', '--', FOLDER),
      ]
    : [];
  const replaced = changes.flatMap((text) => text.split('\n')).filter((line) => line.startsWith('-{'));
  expect(replaced).toEqual([]);
});
