import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkpointsContract } from '../../../../test/contract/checkpoints.contract';
import { idempotencyContract } from '../../../../test/contract/idempotency.contract';
import { legacyMaterialContract } from '../../../../test/contract/legacy-material.contract';
import { materialStoreContract } from '../../../../test/contract/material-store.contract';
import { ownKeysContract } from '../../../../test/contract/own-keys.contract';
import type { SealedMaterial } from '../../../kernel/material';
import { StoreUnavailable } from '../../../kernel/store-errors';
import { embeddedCheckpoints } from './embedded-checkpoints';
import { embeddedIdempotency } from './embedded-idempotency';
import { embeddedMaterialStore } from './embedded-material-store';
import { MaterialFile } from './material-file';
import { ownKeyRows } from './own-key-rows';
import { rootBoxRows } from './root-box-rows';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-material-'));
  folders.push(folder);
  return folder;
};
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

interface Opened<S> {
  readonly store: S;
  reopen(): Promise<Opened<S>>;
  close(): Promise<void>;
}

const opener =
  <S>(make: (file: MaterialFile) => S) =>
  async (folder = newFolder()): Promise<Opened<S>> => {
    const file = new MaterialFile(join(folder, 'material.db'));
    const close = async () => file.close();
    return { store: make(file), close, reopen: () => close().then(() => opener(make)(folder)) };
  };

materialStoreContract('embedded', () => opener(embeddedMaterialStore)());
legacyMaterialContract('embedded', () => opener(embeddedMaterialStore)());
idempotencyContract('embedded', () => opener(embeddedIdempotency)());
checkpointsContract('embedded', () => opener(embeddedCheckpoints)());
ownKeysContract('embedded', () =>
  opener((file) => ({
    ownKeys: ownKeyRows(file),
    rootBoxes: rootBoxRows(file),
    values: embeddedMaterialStore(file),
  }))(),
);

describe('the embedded material file', () => {
  let folder: string;
  let file: MaterialFile;
  beforeEach(() => {
    folder = newFolder();
    file = new MaterialFile(join(folder, 'material.db'));
  });
  afterEach(() => file.close());

  const material = (version: number, box: Uint8Array): SealedMaterial => ({
    organizationId: 'o',
    vaultId: 'v',
    identityId: 'i',
    version,
    secretVersion: 1,
    scheme: 'v2',
    box,
    storedAt: 1,
  });
  const onDisk = (bytes: Buffer) =>
    readdirSync(folder).some((name) => readFileSync(join(folder, name)).includes(bytes));

  it.each([
    ['a small box', 40],
    ['a box over several pages', 20_000],
  ])('has nothing left of %s on the disk once it is destroyed', async (_name, length) => {
    const store = embeddedMaterialStore(file);
    const [gone, kept] = [randomBytes(length), randomBytes(length)];
    await store.add(material(1, gone));
    await store.add(material(2, kept));
    const piece = (box: Buffer) => box.subarray(length - 32);
    expect(onDisk(piece(gone))).toBe(true);
    await store.destroy('i', 1);
    expect(onDisk(piece(gone))).toBe(false);
    expect(onDisk(piece(kept))).toBe(true);
  });

  it('has nothing left of a destroyed vault, secret or identity either', async () => {
    const store = embeddedMaterialStore(file);
    const five = [1, 2, 3, 4, 5].map(() => randomBytes(40));
    const [salt, historyKey, secret, box, other] = five as [Buffer, Buffer, Buffer, Buffer, Buffer];
    await store.putVaultKeys({ organizationId: 'o', vaultId: 'v', salt, historyKey, secretVersion: 1 });
    await store.addSecret({ organizationId: 'o', secretVersion: 1, box: secret });
    await store.add(material(1, box));
    await store.remember('i', { version: 1, hash: 'the-hash-of-a-retired-value' }, 10);
    await store.destroyVaultKeys('v');
    await store.destroyIdentity('i');
    await store.addSecret({ organizationId: 'p', secretVersion: 1, box: other });
    await store.destroySecretsBefore('o', 2);
    await store.destroySecrets('p');
    const hash = Buffer.from('the-hash-of-a-retired-value');
    expect([salt, historyKey, secret, box, other, hash].filter(onDisk)).toEqual([]);
  });

  it('does not answer a destruction that a reader holds up', async () => {
    const store = embeddedMaterialStore(file);
    await Promise.all(Array.from({ length: 300 }, (_, n) => store.add(material(n + 1, randomBytes(40)))));
    const reader = file.database.prepare('SELECT * FROM material').iterate();
    reader.next();
    await expect(store.destroy('i', 1)).rejects.toThrow(StoreUnavailable);
    reader.return?.();
    await expect(store.destroy('i', 1)).resolves.toBeUndefined();
  });

  it('keeps no more requests than a day brings', async () => {
    const idempotency = embeddedIdempotency(file);
    const day = 24 * 60 * 60 * 1000;
    await Promise.all(Array.from({ length: 100 }, (_, n) => idempotency.begin(`old${n}`, 'body', n)));
    await Promise.all(Array.from({ length: 20 }, (_, n) => idempotency.begin(`new${n}`, 'body', 2 * day)));
    expect(file.database.prepare('SELECT count(*) AS n FROM request').get()).toEqual({ n: 20 });
  });

  it('takes a run for dead once its node has started again', async () => {
    await embeddedIdempotency(file).begin('key', 'body', 1_000);
    file.close();
    file = new MaterialFile(join(folder, 'material.db'));
    const again = embeddedIdempotency(file);
    expect(await again.begin('key', 'other', 1_000)).toEqual({ state: 'other-body' });
    expect(await again.begin('key', 'body', 1_001)).toEqual({ state: 'fresh', since: 1_000 });
    expect(await again.begin('key', 'body', 1_000)).toEqual({ state: 'running' });
  });

  it('refuses once it is closed', async () => {
    const store = embeddedMaterialStore(file);
    file.close();
    await expect(store.add(material(1, randomBytes(40)))).rejects.toThrow(StoreUnavailable);
  });
});
