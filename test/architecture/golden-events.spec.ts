import { PROJECTIONS } from '../../projections/catalog';
import type { DomainEvent } from '../../src/kernel/event';
import { grow } from '../../src/kernel/fold';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { upcast } from '../../src/kernel/facts/upcast';
import { fieldLine } from '../support/catalogue/catalogue';
import { factTypes } from '../support/catalogue/fact-types';
import { FOLDS } from '../support/catalogue/folds';
import { goldenFacts, newestFacts } from '../support/catalogue/golden-facts';
import { expectPlain } from '../support/given-when-then';

/** No decision rests on them: they are read by people only. */
const TOLD_ONLY =
  /^keyledger\.(audit-read|evidence-read|report-read|audit-exported|stream-replayed|identity-revealed|credential-redisclosed|disclosure-withheld|seal-failed|projection-rebuild-requested|backups?-[a-z]+|log-went-back|log-sealed|log-moved|sink-failed)\.v1$/;

const metadata = {
  actor: { kind: 'user', userId: 'u' },
  time: '2026-01-31T09:30:00.000Z',
  correlationId: 'c',
} as const;
const kinds = factTypes();
const newest = newestFacts();
const names = newest.map(({ type }) => type);
const recorded = (fact: DomainEvent): RecordedEvent => ({
  ...fact,
  id: 'e',
  stream: 's-1',
  revision: 0,
  position: '1',
  metadata,
});

/** As every store hands it out. */
const asRead = ({ type, data }: DomainEvent): DomainEvent => {
  const read = upcast({ type, data, metadata });
  return { type: read.type, data: read.data as object };
};

/** What a fact says at least: no more than its kind must say. */
const bare = ({ type, data }: DomainEvent): DomainEvent => {
  const optional = kinds.find(({ wireName }) => wireName === type)?.fields.filter((field) => field.optional) ?? [];
  return {
    type,
    data: Object.fromEntries(Object.entries(data).filter(([name]) => !optional.some((field) => field.name === name))),
  };
};

test('each kind of fact has its golden file, and each golden file is of a kind', () => {
  expect(names.filter((name) => kinds.some(({ wireName }) => wireName === name))).toEqual(
    kinds.map(({ wireName }) => wireName),
  );
  const declared = new Set(kinds.map(({ wireName }) => wireName));
  expect(goldenFacts().filter(({ fact }) => !declared.has(asRead(fact).type))).toEqual([]);
});

test('the newest shape of a fact has every field its kind declares, and no other', () => {
  const declared = new Map(kinds.map(({ wireName, fields }) => [wireName, fields.map(({ name }) => name)]));
  expect(newest.map(({ type, data }) => [type, Object.keys(data)])).toEqual(
    newest.map(({ type }) => [type, declared.get(type)]),
  );
  // Down to the last member of what lies in a field.
  const lacking = kinds.filter((kind) => {
    const text = JSON.stringify(newest.find(({ type }) => type === kind.wireName));
    return [...fieldLine(kind).matchAll(/(\w+)\??: /g)].some(([, name]) => !text.includes(`"${name}":`));
  });
  expect(lacking.map(({ wireName }) => wireName)).toEqual([]);
  expectPlain(newest);
});

test('every kind of fact is folded by somebody, or known to be told only', () => {
  const folded = new Set(FOLDS.flatMap(({ evolve }) => Object.keys(evolve)));
  expect(names.filter((name) => !folded.has(name) && !TOLD_ONLY.test(name))).toEqual([]);
  // Refusals that are decided upon are told without a golden file.
  expect([...folded].filter((name) => !names.includes(name) && !name.endsWith('-refused.v1'))).toEqual([]);
});

/** Every shape there was, and the least that each may say: what came later was never in the older ones. */
const everyShape = goldenFacts().flatMap(({ file, fact }) => [
  [file, asRead(fact)] as const,
  [`the least of ${file}`, asRead(bare(fact))] as const,
]);

test.each(everyShape)('%s is read as it was written', (_, fact) => {
  const { type } = fact;
  for (const fold of FOLDS.filter(({ evolve }) => type in evolve)) {
    const state = grow(fold, fold.initial, [fact]);
    expect(Object.keys(state)).toEqual(expect.arrayContaining(Object.keys(fold.initial)));
  }
  for (const projector of PROJECTIONS.filter(({ types }) => types === undefined || types.includes(type))) {
    for (const id of projector.ids(recorded(fact))) {
      expect(id).toEqual(expect.any(String));
      expect(id).not.toContain('undefined');
      const document = projector.next(undefined, recorded(fact), id) as object | undefined;
      expect(document ?? { id }).toMatchObject({ id });
    }
  }
});
