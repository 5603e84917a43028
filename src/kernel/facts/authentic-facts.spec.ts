import fc from 'fast-check';
import { factAuthentication } from '../../adapters/sealing/fact-authentication';
import { FactTooLarge } from '../store-errors';
import { AuthenticFacts, MAX_FACT_BYTES } from './authentic-facts';
import { canonicalFact, type PlacedFact } from './canonical-fact';
import { factText, saidTexts } from './fact-text';
import { withoutCode } from './stored-code';

const [root, other, earlier] = [1, 2, 3].map((byte) => Buffer.alloc(32, byte)) as [Buffer, Buffer, Buffer];
const under = (...keys: [Buffer, ...Buffer[]]) => new AuthenticFacts(factAuthentication('fact', keys));
const facts = under(root);

const fact: PlacedFact = {
  stream: 'vault-1',
  revision: 3,
  id: 'e1',
  type: 'keyledger.vault-created.v1',
  data: { name: 'Schlüssel "é"', description: 'a\nb' },
  metadata: {
    actor: { kind: 'user', userId: 'u', email: 'ann@example.com' },
    time: '2026-01-31T09:30:00.000Z',
    correlationId: 'c',
    ip: '192.0.2.1',
  },
};

/** As a store gives it back. */
const stored = (written: { data: string; metadata: string }) => {
  const { code = '', metadata } = withoutCode(JSON.parse(written.metadata));
  return { code, told: { ...fact, revision: fact.revision ?? 0, data: JSON.parse(written.data), metadata } };
};
const { code, told } = stored(facts.make(fact));

test('what is read back holds, and however its members are ordered', () => {
  expect(facts.hold(code, told)).toBe(true);
  expect(facts.hold(code, { ...fact, revision: 3 })).toBe(true);
  expect(told.metadata).toEqual(fact.metadata);
});

test('texts as they were read hold, and prove nothing but what they say', () => {
  const written = facts.make(fact);
  expect(facts.hold(code, { ...told, texts: written })).toBe(true);
  // Where somebody brought members into another order, what was read of them counts.
  const { mac, ...rest } = JSON.parse(written.metadata);
  expect(facts.hold(code, { ...told, texts: { ...written, metadata: JSON.stringify({ mac, ...rest }) } })).toBe(true);
  for (const metadata of [written.metadata.replace('"u"', '"v"'), written.metadata.replace('192.0.2.1', '192.0.2.2')]) {
    const { metadata: read } = withoutCode(JSON.parse(metadata));
    expect(facts.hold(code, { ...told, metadata: read, texts: { ...written, metadata } })).toBe(false);
  }
});

test.each<[string, object]>([
  ['another stream', { stream: 'vault-2' }],
  ['another revision', { revision: 4 }],
  ['another id', { id: 'e2' }],
  ['another type', { type: 'keyledger.vault-changed.v1' }],
  ['other data', { data: { ...fact.data, name: 'x' } }],
  ['more data', { data: { ...fact.data, more: 1 } }],
  ['less data', { data: { name: 'Schlüssel "é"' } }],
  ['another actor', { metadata: { ...fact.metadata, actor: { kind: 'user', userId: 'v' } } }],
  ['another time', { metadata: { ...fact.metadata, time: '2026-01-31T09:30:00.001Z' } }],
  ['another address', { metadata: { ...fact.metadata, ip: '192.0.2.2' } }],
  ['no address', { metadata: { ...fact.metadata, ip: undefined } }],
  ['another cause', { metadata: { ...fact.metadata, causationId: 'c' } }],
  ['what has no canonical text', { data: { ...fact.data, name: 0.5 } }],
])('%s is noticed', (_, change) => {
  expect(facts.hold(code, { ...told, ...change })).toBe(false);
});

test.each<[string, string]>([
  ['none', ''],
  ['a fragment', code.slice(0, -1)],
  ['a letter too long', `${code}A`],
  ['without its dot', code.replace('.', '-')],
  ['another letter', `${code.slice(0, -2)}${code.at(-2) === 'A' ? 'B' : 'A'}${code.at(-1)}`],
  ['one that claims to name no revision', `any.${code}`],
  ['one of another key id', `AAAAAAAA${code.slice(8)}`],
])('a code that is %s is none', (_, bad) => {
  expect(facts.hold(bad, told)).toBe(false);
});

test('where the append named no revision, it holds at any, in its stream alone; placed later, at that one', () => {
  const { revision: _, ...unplaced } = fact;
  const made = facts.make(unplaced);
  const anywhere = stored(made);
  expect([0, 7].map((revision) => facts.hold(anywhere.code, { ...anywhere.told, revision }))).toEqual([true, true]);
  expect(facts.hold(anywhere.code, { ...anywhere.told, stream: 'vault-2' })).toBe(false);
  expect(facts.hold(anywhere.code.replace('any.', ''), anywhere.told)).toBe(false);
  const placed = stored(made.placed(7));
  expect([6, 7].map((revision) => facts.hold(placed.code, { ...placed.told, revision }))).toEqual([false, true]);
});

test('keys of before hold; those of others, and of another purpose, do not', () => {
  const old = stored(under(earlier).make(fact));
  expect([under(root, earlier), under(root), under(other)].map((each) => each.hold(old.code, old.told))).toEqual([
    true,
    false,
    false,
  ]);
  const manifest = factAuthentication('backup-manifest', [root]).codeOf(canonicalFact(fact));
  expect(facts.hold(manifest, told)).toBe(false);
});

test('a code holds in the log it was made for, and nowhere else under the same root key; of before codes named one, in each', () => {
  const of = (logId?: string) => new AuthenticFacts(factAuthentication('fact', [root, earlier], logId));
  const here = stored(of('here').make(fact));
  expect([of('here'), of('there'), of()].map((each) => each.hold(here.code, here.told))).toEqual([true, false, false]);
  for (const before of [facts, under(earlier)].map((each) => stored(each.make(fact)))) {
    expect(of('here').hold(before.code, before.told)).toBe(true);
  }
});

test('a fact is not longer than an entry of a proof; the last byte counts', () => {
  const bytes = (name: string) => Buffer.byteLength(canonicalFact({ ...fact, data: { name } }));
  const room = MAX_FACT_BYTES - bytes('');
  expect(() => facts.make({ ...fact, data: { name: 'x'.repeat(room) } })).not.toThrow();
  expect(() => facts.make({ ...fact, data: { name: 'x'.repeat(room + 1) } })).toThrow(FactTooLarge);
  expect(() => facts.make({ ...fact, data: { name: '😀'.repeat(room / 4) } })).not.toThrow();
  expect(() => facts.make({ ...fact, data: { name: '😀'.repeat(Math.floor(room / 4) + 1) } })).toThrow(FactTooLarge);
});

test('put together of its parts, a text is the canonical one', () => {
  const texts = fc.string({ unit: 'grapheme' });
  const values = fc.dictionary(texts, fc.oneof(texts, fc.maxSafeInteger(), fc.boolean(), fc.array(texts)));
  fc.assert(
    fc.property(texts, fc.option(fc.nat(), { nil: undefined }), values, values, (id, revision, data, extra) => {
      const one = { ...fact, id, data, metadata: { ...fact.metadata, ...extra } };
      const placed = revision === undefined ? (({ revision: _, ...rest }) => rest)(one) : { ...one, revision };
      expect(factText(placed, saidTexts(placed))).toBe(canonicalFact(placed));
    }),
  );
});
