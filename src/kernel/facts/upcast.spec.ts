import type { StoredFact } from './fact-classifier';
import { FactClassifier } from './fact-classifier';
import { factReader } from './fact-reader';
import { upcast, type Upcaster } from './upcast';

const metadata = {
  actor: { kind: 'user', userId: 'u' },
  time: '2026-01-31T09:30:00.000Z',
  correlationId: 'c',
} as const;
const type = 'keyledger.stream-damage-found.v1';
const first = { damageId: 'd', stream: 'identity-x', revision: 7, fault: 'it does not say what such a fact says' };

const stored = (data: unknown, more: Partial<StoredFact> = {}): StoredFact =>
  Object.freeze({ id: 'e', stream: 'damage', revision: 0, position: '1', type, data, metadata, ...more });

/** A name in three versions, of which the second had two shapes. */
const upcasters: Readonly<Record<string, Upcaster>> = {
  'keyledger.thing-made.v1': ({ title }) => ({ type: 'keyledger.thing-made.v2', data: { name: title } }),
  'keyledger.thing-made.v2': ({ name, colour = 'none' }) => ({
    type: 'keyledger.thing-made.v3',
    data: { name, colour },
  }),
};

test('a fact of an earlier release is read in the shape of today, and lies in its store as it was written', () => {
  const old = stored(Object.freeze(first));
  const { event, fault } = new FactClassifier(factReader).entry(old) ?? {};
  expect(fault).toBeUndefined();
  expect(event).toEqual({ ...old, data: { ...first, foundAt: metadata.time } });
  expect(old.data).toBe(first);
});

test('what it says already is not said for it', () => {
  const data = { ...first, foundAt: '2026-01-30T00:00:00.000Z' };
  expect(new FactClassifier(factReader).entry(stored(data))?.event?.data).toEqual(data);
});

test('each version is brought to the next, up to the last', () => {
  const read = (version: number, data: object) =>
    upcast({ type: `keyledger.thing-made.v${version}`, data, metadata }, upcasters);
  expect(read(1, { title: 't' })).toMatchObject({
    type: 'keyledger.thing-made.v3',
    data: { name: 't', colour: 'none' },
  });
  expect(read(2, { name: 'n', colour: 'red' }).data).toEqual({ name: 'n', colour: 'red' });
  expect(read(3, { name: 'n', colour: 'red' }).data).toEqual({ name: 'n', colour: 'red' });
});

test.each([undefined, null, 'text', 7, []])(
  '%p is no fact, and what makes a fact of today of it does not hide that',
  (data) => {
    expect(new FactClassifier(factReader).entry(stored(data))).toMatchObject({ fault: expect.any(String) });
    expect(new FactClassifier(factReader).entry(stored(first, { metadata: data }))).toMatchObject({
      fault: expect.any(String),
    });
  },
);

test('nobody writes the shape of an earlier release', () => {
  expect(() => new FactClassifier(factReader).assertReadable('damage', stored(first))).toThrow(TypeError);
});
