import { canonicalFact } from './canonical-fact';
import { saidTexts } from './fact-text';

const metadata = {
  time: '2026-01-01T00:00:00.000Z',
  correlationId: 'c',
  actor: { kind: 'user' as const, userId: 'u' },
};
const fact = { stream: 'vault-1', revision: 3, id: 'e1', type: 'keyledger.vault-created.v1', metadata };
const read = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test('of a fact that was written here it is that of the fact as it is read', () => {
  const written = { ...fact, data: { name: 'x', isOpen: true } };
  saidTexts(written);
  expect(canonicalFact(written)).toBe(canonicalFact(read(written)));
});

test('it is told of what a fact says now: of other metadata, or of other data', () => {
  const data = { name: 'x' };
  saidTexts({ data, metadata });
  const elsewhere = { ...fact, data, metadata: { ...metadata, time: '2026-01-02T00:00:00.000Z' } };
  expect(canonicalFact(elsewhere)).toBe(canonicalFact(read(elsewhere)));
  expect(canonicalFact({ ...fact, data: { name: 'y' } })).toContain('"data":{"name":"y"}');
});

test('members of many names stand in their order too', () => {
  const data = Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`m${(n * 77) % 200}`, n]));
  const text = canonicalFact({ ...fact, data });
  const names = [...text.matchAll(/"(m\d+)":/g)].map(([, name]) => name);
  expect(names).toEqual(Object.keys(data).sort());
});
