import { memoryLedger } from '../../test/support/evidence/memory-ledger';
import { someFacts } from '../../test/support/evidence/signed-ledger';
import { leafWithin } from './leaf-within';

const LONG = 60_000;

test('a fact that the tree has not come to yet is waited for, and no longer than it may take', async () => {
  const ledger = memoryLedger();
  const facts = someFacts(3);
  await ledger.take(facts.slice(0, 2));
  const id = facts[2]?.id ?? '';
  expect(await leafWithin(ledger.parts, id, 30)).toBeUndefined();
  const waiting = leafWithin(ledger.parts, id, LONG);
  await ledger.take(facts.slice(2));
  expect(await waiting).toMatchObject({ log: 1, index: 2 });
});
