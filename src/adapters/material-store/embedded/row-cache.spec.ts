import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SealedMaterial } from '../../../kernel/material';
import { embeddedMaterialStore } from './embedded-material-store';
import { MaterialFile } from './material-file';
import { rootBoxRows } from './root-box-rows';
import { RowCache } from './row-cache';

const bytes = (n: number) => Buffer.alloc(40, n);

describe('rows kept in memory', () => {
  it('are read from the file once, and handed out as copies', () => {
    const asked: unknown[] = [];
    const cache = new RowCache<{ box: Buffer }>({ get: (key) => (asked.push(key), { box: bytes(1) }) });
    const first = cache.read(['i', 1]);
    first?.box.fill(9);
    expect(cache.read(['i', 1])).toEqual({ box: bytes(1) });
    expect(asked).toEqual([['i', 1]]);
  });

  it('have their bytes overwritten when they leave, and not those that were handed out', () => {
    const row = { box: bytes(1) };
    const cache = new RowCache<{ box: Buffer }>({ get: () => row });
    const [handedOut] = [cache.read(['i', 1]), cache.read(['i', 1])];
    cache.forget(['i', 1]);
    expect(row.box).toEqual(bytes(0));
    expect(handedOut?.box).toEqual(bytes(1));
  });

  it('are not kept where there is none yet', () => {
    const rows: { box: Buffer }[] = [];
    const cache = new RowCache<{ box: Buffer }>({ get: () => rows[0] });
    expect(cache.read(['i', 1])).toBeUndefined();
    rows.push({ box: bytes(2) });
    expect(cache.read(['i', 1])).toEqual({ box: bytes(2) });
  });
});

describe('what is read of a file of sealed values is what the file holds', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-rows-'));
  const file = new MaterialFile(join(folder, 'material.db'));
  const store = embeddedMaterialStore(file);
  afterAll(() => {
    file.close();
    rmSync(folder, { recursive: true });
  });
  const material = (box: Buffer, secretVersion: number): SealedMaterial => ({
    organizationId: 'o',
    vaultId: 'v',
    identityId: 'i',
    version: 1,
    secretVersion,
    scheme: 'v1',
    box,
    storedAt: 1,
  });
  const told = async () => ({
    value: (await store.get('i', 1))?.box,
    keys: (await store.vaultKeys('v'))?.salt,
    secret: (await store.secret('o', 1))?.box,
  });
  const reseal = (kind: 'secret' | 'salt', read: Buffer, box: Buffer) =>
    rootBoxRows(file).replace([
      {
        read:
          kind === 'secret'
            ? { kind, organizationId: 'o', secretVersion: 1, box: read }
            : { kind, organizationId: 'o', vaultId: 'v', box: read },
        box,
      },
    ]);

  it.each<[string, () => Promise<unknown>, object]>([
    ['before anything is there', async () => undefined, {}],
    ['when a value is added', () => store.add(material(bytes(1), 1)), { value: bytes(1) }],
    [
      'when a secret is added',
      () => store.addSecret({ organizationId: 'o', secretVersion: 1, box: bytes(2) }),
      { secret: bytes(2) },
    ],
    [
      'when keys of a vault are added',
      () =>
        store.putVaultKeys({
          organizationId: 'o',
          vaultId: 'v',
          salt: bytes(3),
          historyKey: bytes(4),
          secretVersion: 1,
        }),
      { keys: bytes(3) },
    ],
    ['when a value is written anew under its scheme', () => store.upgrade(material(bytes(5), 1)), { value: bytes(5) }],
    ['when a value is sealed anew', () => store.replace(material(bytes(6), 2), 1), { value: bytes(6) }],
    [
      'when keys of a vault are sealed anew',
      () =>
        store.replaceVaultKeys(
          { organizationId: 'o', vaultId: 'v', salt: bytes(7), historyKey: bytes(4), secretVersion: 2 },
          1,
        ),
      { keys: bytes(7) },
    ],
    ['when a secret comes under another root key', () => reseal('secret', bytes(2), bytes(8)), { secret: bytes(8) }],
    ['when a salt comes under another root key', () => reseal('salt', bytes(7), bytes(9)), { keys: bytes(9) }],
    ['when a value is destroyed', () => store.destroy('i', 1), { value: undefined }],
    ['when keys of a vault are destroyed', () => store.destroyVaultKeys('v'), { keys: undefined }],
    ['when secrets are destroyed', () => store.destroySecrets('o'), { secret: undefined }],
  ])('%s', async (_when, change, expected) => {
    const before = await told();
    await change();
    expect(await told()).toEqual({ ...before, ...expected });
  });
});
