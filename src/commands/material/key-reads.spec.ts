import type { SealedSecret, SealedVaultKeys } from '../../kernel/material';
import { KeyReads } from './key-reads';

const bytes = new Uint8Array();
const secret: SealedSecret = { organizationId: 'o', secretVersion: 1, box: bytes };
const keys: SealedVaultKeys = { organizationId: 'o', vaultId: 'v', salt: bytes, historyKey: bytes, secretVersion: 1 };

/** What is stored, and how often it was asked for. */
const store = () => ({
  secret: jest.fn(async (_: string, version: number) => (version === 1 ? secret : undefined)),
  vaultKeys: jest.fn(async (): Promise<SealedVaultKeys | undefined> => keys),
});

test('each key is read once, however many ask at once or later', async () => {
  const stored = store();
  const reads = new KeyReads(stored);
  const ask = () =>
    Promise.all([reads.vaultKeys('v'), reads.secret('o', 1), reads.vaultKeys('v'), reads.secret('o', 1)]);
  expect(await ask()).toEqual([keys, secret, keys, secret]);
  await ask();
  expect([stored.vaultKeys.mock.calls, stored.secret.mock.calls]).toEqual([[['v']], [['o', 1]]]);
});

test('secrets of other versions and organizations are others', async () => {
  const stored = store();
  const reads = new KeyReads(stored);
  expect([await reads.secret('o', 1), await reads.secret('o', 2)]).toEqual([secret, undefined]);
  await reads.secret('o2', 1);
  expect(stored.secret.mock.calls).toEqual([
    ['o', 1],
    ['o', 2],
    ['o2', 1],
  ]);
});

test('keys that were not there are asked for again: they may have been made since', async () => {
  const stored = store();
  stored.vaultKeys.mockResolvedValueOnce(undefined);
  const reads = new KeyReads(stored);
  expect([await reads.vaultKeys('v'), await reads.vaultKeys('v')]).toEqual([undefined, keys]);
});
