import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundlePieces } from '../src/evidence/bundle-pieces';
import type { KeptCheckpoint } from '../src/kernel/evidence-store';
import { memoryLedger } from '../test/support/evidence/memory-ledger';
import { ORIGIN, someFacts } from '../test/support/evidence/signed-ledger';
import { aKey, keyChanged, newKey, signing } from '../test/support/evidence/signing';
import { withMethods } from '../test/support/with-methods';
import { parseVkey, type NoteKey } from '../wire/tlog/note-key';
import { verifyBundle } from './verify-bundle';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));

const [A, B, C] = [newKey(), newKey(), newKey()];
const [a, b, c] = [A, B, C].map((key) => aKey([key]).vkey(ORIGIN)) as [string, string, string];

/** Ten facts of A, ten of B, ten of C; each change a leaf. */
const changedTwice = async () => {
  const ledger = memoryLedger();
  const { signer } = signing(ledger, aKey([A, B, C]));
  const grow = async (...facts: Parameters<typeof ledger.take>[0][]) => {
    for (const each of facts) await ledger.take(each);
    await signer.sign();
  };
  await grow(someFacts(10));
  await grow([keyChanged(10, a, b, 0)], someFacts(9, 10));
  await grow([keyChanged(19, b, c, 1)], someFacts(9, 19));
  return ledger;
};

let files = 0;
const verified = async (
  ledger: Awaited<ReturnType<typeof changedTwice>>,
  given: readonly string[],
  { without = [], organizationId, note }: { without?: readonly number[]; organizationId?: string; note?: string } = {},
) => {
  const signed = (await ledger.parts.kept.newest(1)) as KeptCheckpoint;
  const { after } = ledger.parts.kept;
  const kept = withMethods(ledger.parts.kept, {
    after: async (...asked: Parameters<typeof after>) =>
      (await after(...asked)).filter(
        ({ size }) => !without.includes(size) && (note === undefined || size < signed.size),
      ),
  });
  const newest = note === undefined ? signed : { ...signed, note };
  const path = join(folder, String((files += 1)));
  const pieces: Buffer[] = [];
  const scope = organizationId === undefined ? {} : { organizationId };
  for await (const piece of bundlePieces({ ...ledger.parts, kept }, newest, scope, undefined)) pieces.push(piece);
  writeFileSync(path, Buffer.concat(pieces));
  const keys = given.map((vkey) => parseVkey(vkey) as NoteKey);
  return verifyBundle(path, keys, { checkpoints: [], receipts: [] });
};

test.each([
  ['the first one alone', [a]],
  ['one in the middle', [b]],
  ['the newest one alone', [c]],
  ['all', [a, b, c]],
])(
  'given %s, all checkpoints of a log whose key was changed twice are believed, and it is said why',
  async (_, given) => {
    const { findings, notes } = await verified(await changedTwice(), given);
    expect(findings).toEqual([]);
    expect(notes).toHaveLength(2);
  },
);

test('a bundle of one organization shows how keys lead to each other', async () => {
  expect(await verified(await changedTwice(), [a], { organizationId: 'o1' })).toMatchObject({ findings: [] });
});

test('a key is not believed where the one before it did not sign that it follows', async () => {
  const { findings } = await verified(await changedTwice(), [a], { without: [11] });
  expect(new Set(findings.map(({ rule }) => rule))).toEqual(new Set(['signature']));
});

test('a key that no leaf names is not believed', async () => {
  const ledger = await changedTwice();
  const stranger = aKey().vkey(ORIGIN);
  const { findings } = await verified(ledger, [stranger]);
  expect(findings).toContainEqual(expect.objectContaining({ rule: 'signature' }));
});

test('a fact that names a key and is not the one that was hashed leads nowhere', async () => {
  const ledger = await changedTwice();
  const at = ledger.facts.findIndex(({ id }) => id === 'change10');
  const fact = ledger.facts[at] as (typeof ledger.facts)[number];
  ledger.facts[at] = { ...fact, data: { ...fact.data, changedAt: '2026-01-01T00:00:00.001Z' } };
  const { findings } = await verified(ledger, [a]);
  expect(findings).toContainEqual(expect.objectContaining({ rule: 'altered', leaf: 10 }));
  expect(findings).toContainEqual(expect.objectContaining({ rule: 'signature' }));
});

test('a former key that signs on after another one follows it is found', async () => {
  const ledger = await changedTwice();
  const head = (await ledger.parts.kept.newest(1)) as KeptCheckpoint;
  const text = head.note.slice(0, head.note.indexOf('\n\n') + 1);
  const { findings } = await verified(ledger, [a], { note: aKey([A]).sign(text, ORIGIN, a) });
  expect(findings).toMatchObject([{ rule: 'signature', detail: expect.stringContaining('follows after 11 facts') }]);
});
