import { memoryLedger } from '../../test/support/evidence/memory-ledger';
import { someFacts } from '../../test/support/evidence/signed-ledger';
import { withMethods } from '../../test/support/with-methods';
import type { RecordedEvent } from '../kernel/recorded-event';
import { coverFact } from './cover-fact';

const LONG = 60_000;
const covering = async (isStopped = false) => {
  const ledger = memoryLedger();
  await ledger.take(someFacts(3));
  const troubles: unknown[] = [];
  const parts = {
    ...ledger.parts,
    standing: async () => ({ log: 1, isStopped }),
    onError: (error: unknown) => void troubles.push(error),
  };
  const keep = (size: number) =>
    ledger.parts.kept.keep({ log: 1, origin: 'o', size, root: '', note: '', vkey: '', signedAt: '' });
  const { id } = ledger.facts[2] as RecordedEvent;
  return { parts, troubles, keep, id };
};

test('a fact is covered by a checkpoint of more than lies before it, which is signed because it is waited for', async () => {
  const { parts, keep, id } = await covering();
  await keep(2);
  let signed = 0;
  const signNow = async () => {
    signed += 1;
    // The first signing got no further.
    if (signed > 1) await keep(3);
  };
  expect(await coverFact(parts, signNow, id, LONG)).toBe('covered');
  expect(signed).toBe(2);
});

test('where nothing is signed any more nobody waits', async () => {
  const { parts, id } = await covering(true);
  expect(await coverFact(parts, async () => undefined, id, LONG)).toBe('stopped');
});

test.each<[string, () => Promise<void>]>([
  ['signs nothing', async () => undefined],
  ['hangs', () => new Promise(() => undefined)],
])('a signer that %s is waited for so long, and no longer', async (_, signNow) => {
  const { parts, id } = await covering();
  expect(await coverFact(parts, signNow, id, 30)).toBe('late');
});

test('a store that fails proves nothing, and is told', async () => {
  const { parts, troubles, id } = await covering();
  const down = () => Promise.reject(new Error('down'));
  expect(
    await coverFact({ ...parts, kept: withMethods(parts.kept, { newest: down }) }, async () => undefined, id, LONG),
  ).toBe('late');
  expect(troubles).toEqual([new Error('down')]);
});

test('of a fact that has no leaf nothing is proved', async () => {
  const { parts, keep } = await covering();
  await keep(3);
  expect(await coverFact(parts, async () => undefined, 'another', 30)).toBe('late');
});
