import { goldenFacts } from '../../../test/support/catalogue/golden-facts';
import { streamOf } from '../../../test/support/catalogue/stream-of';
import { factReader } from './fact-reader';
import { ourStream } from './our-streams';
import { shapeOf } from './shape';
import { upcast } from './upcast';

const metadata = { actor: { kind: 'user', userId: 'u' }, time: '2026-01-31T09:30:00.000Z', correlationId: 'c' };

test.each(goldenFacts().map(({ file, fact }) => [file, fact] as const))('%s is read where it lies', (_, fact) => {
  const { type, data } = upcast({ ...fact, metadata });
  const stream = streamOf({ type, data });
  expect(ourStream(stream)).toBeDefined();
  expect(factReader.fault(stream, { type, data, metadata })).toBeUndefined();
  // Without what it must say, about something else, elsewhere, or by nobody, it is none.
  const [first = ''] = Object.keys(data);
  expect(factReader.fault(stream, { type, data: { ...data, [first]: { not: 'this' } }, metadata })).toBeDefined();
  expect(factReader.fault(stream, { type, data: undefined, metadata })).toBeDefined();
  expect(factReader.fault(stream, { type, data, metadata: {} })).toBeDefined();
  expect(factReader.fault('denied-account', { type, data, metadata })).toBeDefined();
  expect(factReader.fault(`${stream}y`, { type, data, metadata })).toBe(
    ourStream(stream)?.subject === undefined
      ? ourStream(`${stream}y`) === undefined
        ? 'it lies in no stream of ours'
        : undefined
      : 'it is about something else than its stream',
  );
});

test.each(['my-own-stream', 'identity', 'account-x', 'identity-', 'Identity-x', '$ce-identity', 'identity-a b', ''])(
  '%p is no stream of ours',
  (name) => {
    expect(factReader.owns(name)).toBe(false);
  },
);

test('a newer release may say more in a fact, and a refusal of its own', () => {
  const data = { userId: 'u', email: 'e', since: 1 };
  expect(factReader.fault('account', { type: 'keyledger.owner-added.v1', data, metadata })).toBeUndefined();
  const refusal = { code: 'NOT_FOUND', detail: 'There is no such thing.' };
  const type = 'keyledger.thing-move-refused.v1';
  expect(factReader.fault('denied-account', { type, data: refusal, metadata })).toBeUndefined();
  expect(factReader.fault('account', { type, data: refusal, metadata })).toBeDefined();
});

test('a refusal that is counted lies in the stream that counts it, whole, and no other kind lies there', () => {
  const type = 'keyledger.credential-replace-refused.v1';
  const data = { identityId: 'i', code: 'PASSWORD_UNCHANGED', detail: 'It is.', refusedAt: '2026-01-31T09:30:00.000Z' };
  const fault = (told: object) =>
    factReader.fault('credentialMatch-i', { type, data, metadata, ...told }) ?? 'it is read where it lies';
  expect(fault({})).toBe('it is read where it lies');
  expect(fault({ data: { ...data, identityId: 'other' } })).toBe('it is about something else than its stream');
  expect(fault({ data: { ...data, refusedAt: 1 } })).toBe('it does not say what such a fact says');
  expect(fault({ type: 'keyledger.thing-move-refused.v1' })).toBe('this release does not know such a fact');
});

test.each([
  ['a: string; b?: number', { a: '' }, true],
  ['a: string; b?: number', { a: '', b: '1' }, false],
  ['a: string; b?: number', { b: 1 }, false],
  ['a: ("x" | "y")[]', { a: ['x', 'y'] }, true],
  ['a: ("x" | "y")[]', { a: ['x', 'z'] }, false],
  ['a: { b: boolean }[]', { a: [{ b: true }, null] }, false],
  ['a: Readonly<Record<string, string | number>>', { a: { x: 1, y: 'z' } }, true],
  ['a: Readonly<Record<string, string | number>>', { a: { x: [] } }, false],
  ['a: number', { a: Number.NaN }, false],
  ['a: number', { a: 1.5 }, false],
  ['a: number', { a: 1e300 }, false],
  ['endsAt: string', { endsAt: '2026-01-31T09:30:00.000Z' }, true],
  ['endsAt: string', { endsAt: 'tomorrow' }, false],
  ['endsAt: string', { endsAt: '+275760-09-13T00:00:00.000Z' }, false],
  ['a?: { until: string }[]', { a: [{ until: '' }] }, false],
  ['since: "never" | "always"', { since: 'never' }, true],
  ['a: string', Object.create({ a: 'inherited' }), false],
])('%s of %p: %p', (text, value, fits) => {
  expect(shapeOf(text)(value)).toBe(fits);
});

test('what is nested deeper than any fact of ours is none, whatever else it says', () => {
  const type = 'keyledger.owner-added.v1';
  const nested = (levels: number): unknown => JSON.parse(`${'['.repeat(levels)}${']'.repeat(levels)}`);
  const fault = (inData: number, inMetadata = 1) =>
    factReader.fault('account', {
      type,
      data: { userId: 'u', email: 'e', more: nested(inData) },
      metadata: { ...metadata, more: nested(inMetadata) },
    });
  expect([fault(10), fault(1, 10)]).toEqual([undefined, undefined]);
  expect(new Set([fault(50), fault(100_000), fault(1, 50)])).toEqual(new Set(['it is nested too deeply']));
});
