import { canonicalJson } from '../src/kernel/facts/canonical-json';
import { leafHashOfFact } from '../wire/tlog/leaf-of-fact';
import { logByFacts } from './which-log';

const factOf = (type: string, data: object): string =>
  canonicalJson({
    stream: 'evidence',
    revision: 0,
    id: 'e0',
    type,
    data,
    metadata: { actor: { kind: 'user' }, time: '2026-01-01T00:00:00.000Z' },
  });
const lineOf = (fact: string, leaf = 0): string => `{"fact":${fact},"leaf":${leaf}}`;

const restarted = factOf('keyledger.evidence-restarted.v1', { log: 2, origin: 'keyledger/spec/2' });
const other = factOf('keyledger.vault-renamed.v1', { log: 2 });

test('a log that begins with a restart is the one that it names, any other the first', () => {
  expect(logByFacts([lineOf(restarted)], [leafHashOfFact(restarted)])).toBe(2);
  expect(logByFacts([lineOf(other), lineOf(restarted, 1)], [leafHashOfFact(other)])).toBe(1);
});

test('a first fact that is not there, or is not the one that was hashed, tells nothing', () => {
  expect(logByFacts([], [])).toBeUndefined();
  expect(logByFacts([lineOf(restarted, 1)], [leafHashOfFact(restarted)])).toBeUndefined();
  expect(logByFacts([lineOf(restarted)], [leafHashOfFact(other)])).toBeUndefined();
});
