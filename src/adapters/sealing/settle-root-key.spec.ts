import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { keptKeys, type KeptKeys } from '../../../test/support/kept-keys';
import type { MaterialAddress, SealedMaterial } from '../../kernel/material';
import type { RootBoxes } from '../../kernel/root-boxes';
import { openKeys, sealingUnder } from '../opened-keys';
import type { RootKeys } from './root-keys';
import { RootKeyUnfit } from './settle-root-key';

const [a, b, stranger] = [randomBytes(32), randomBytes(32), randomBytes(32)];
const clock = { now: () => 1_000 };
const VAULTS = ['v1', 'v2', 'v3'];

let kept: KeptKeys;
beforeEach(() => {
  kept = keptKeys();
});
afterEach(() => kept.end());

const start = (keys: RootKeys, boxes: RootBoxes = kept.rootBoxes) =>
  openKeys({ ownKeys: kept.ownKeys, rootBoxes: boxes }, keys, { clock });

/** What a server under this key has stored: a secret, vault keys, a value in each vault. */
const furnish = async (keys: RootKeys): Promise<void> => {
  const { sealing } = await start(keys);
  const secret = sealing.sealSecret('o', 1, 'the secret of the organization, long enough');
  await kept.values.addSecret(secret);
  for (const vaultId of VAULTS) {
    const vaultKeys = await kept.values.putVaultKeys(sealing.makeVaultKeys('o', vaultId, secret));
    const address: MaterialAddress = { organizationId: 'o', vaultId, identityId: vaultId, version: 1 };
    await kept.values.add(sealing.seal(address, `value of ${vaultId}`, vaultKeys, secret, 1));
  }
};

const values = async (keys: RootKeys): Promise<readonly string[]> => {
  const sealing = sealingUnder(keys);
  const secret = await kept.values.secret('o', 1);
  return Promise.all(
    VAULTS.map(async (vaultId) => {
      const [material, vaultKeys] = [await kept.values.get(vaultId, 1), await kept.values.vaultKeys(vaultId)];
      if (vaultKeys === undefined || secret === undefined) throw new Error('nothing there');
      return sealing.open(material as SealedMaterial, vaultKeys, secret);
    }),
  );
};
const ALL = VAULTS.map((vaultId) => `value of ${vaultId}`);
const signingKey = async (keys: RootKeys) =>
  Buffer.from((await start(keys)).ownKeys.inForce('job-signing').bytes).toString('hex');

test('another root key is refused, before anything is touched', async () => {
  await furnish({ rootKey: a });
  const before = readFileSync(kept.path);
  for (const wrong of [{ rootKey: stranger }, { rootKey: stranger, second: b }, { rootKey: b }]) {
    await expect(start(wrong)).rejects.toThrow(/not the one this data is sealed under/);
  }
  expect(readFileSync(kept.path)).toEqual(before);
});

test('with the former one as second, everything comes under the new one, which then opens it alone', async () => {
  await furnish({ rootKey: a });
  const signed = await signingKey({ rootKey: a });
  await start({ rootKey: b, second: a });
  expect(await values({ rootKey: b })).toEqual(ALL);
  await expect(values({ rootKey: a })).rejects.toThrow('does not open');
  expect(await kept.rootBoxes.mark()).toMatchObject({ generation: 2, former: expect.any(String) as string });
  await start({ rootKey: b });
  expect(await kept.rootBoxes.mark()).toEqual({ generation: 2, fingerprint: expect.any(String) as string });
  // Agents, tokens and cursors notice nothing: the server's own keys are what they were.
  expect(await signingKey({ rootKey: b })).toBe(signed);
  await expect(start({ rootKey: a })).rejects.toThrow(RootKeyUnfit);
});

test('an upgrade and a change in one start keep what was derived from the former key', async () => {
  const { sealing } = await start({ rootKey: a });
  const print = sealing.fingerprint('machine token', 'klt_x');
  for (const { name, version } of await kept.ownKeys.all()) await kept.ownKeys.destroy(name, version);
  const changed = await start({ rootKey: b, second: a });
  expect(changed.sealing.fingerprint('machine token', 'klt_x')).toBe(print);
});

test('the next key may be told every node before one of them takes it', async () => {
  await furnish({ rootKey: a });
  await start({ rootKey: a, second: b });
  expect(await values({ rootKey: a })).toEqual(ALL);
  const slow = { rootKey: a, second: b };
  await start({ rootKey: b, second: a });
  // A node that has both opens both, whichever it seals under.
  expect(await values(slow)).toEqual(ALL);
  // One that starts now would go on sealing under the former one.
  await expect(start(slow)).rejects.toThrow(/is being changed and this one is the former/);
  await expect(start({ rootKey: a })).rejects.toThrow(/is being changed/);
});

test('what a node sealed under the former key meanwhile is found before that is forgotten', async () => {
  await furnish({ rootKey: a });
  await start({ rootKey: b, second: a });
  const late = sealingUnder({ rootKey: a, second: b });
  await kept.values.addSecret(late.sealSecret('o2', 1, 'a secret set by a node that was not restarted yet'));
  await expect(start({ rootKey: b })).rejects.toThrow(/^1 keys are still sealed under the former root key/);
  await start({ rootKey: b, second: a });
  await start({ rootKey: b });
  const secret = await kept.values.secret('o2', 1);
  expect(secret && sealingUnder({ rootKey: b }).openSecret(secret)).toContain('not restarted yet');
});

test('one change ends before the next begins, be that one back to the former key', async () => {
  await furnish({ rootKey: a });
  await start({ rootKey: b, second: a });
  await expect(start({ rootKey: stranger, second: b })).rejects.toThrow(/last change of the root key is not finished/);
  await expect(start({ rootKey: stranger, second: a })).rejects.toThrow(/not the one this data is sealed under/);
  await start({ rootKey: b });
  await start({ rootKey: a, second: b });
  await start({ rootKey: a });
  expect(await values({ rootKey: a })).toEqual(ALL);
  expect(await kept.rootBoxes.mark()).toMatchObject({ generation: 3 });
});

/** A store whose process dies at the n-th thing it is asked to write, before or after that is durable. */
const dying = (at: number, after: boolean): RootBoxes => {
  let count = 0;
  const write = async <T>(work: () => Promise<T>): Promise<T> => {
    count += 1;
    if (count < at) return work();
    if (after && count === at) await work();
    throw new Error('killed');
  };
  return {
    mark: () => kept.rootBoxes.mark(),
    setMark: (...given) => write(() => kept.rootBoxes.setMark(...given)),
    pages: () => kept.rootBoxes.pages(1),
    replace: (changes) => write(() => kept.rootBoxes.replace(changes)),
  };
};

test.each([1, 2, 3, 5, 8, 11, 12].flatMap((at) => [[at, false] as const, [at, true] as const]))(
  'killed at write %i (durable: %s), the next start goes on, and every value opens at every moment',
  async (at, after) => {
    await furnish({ rootKey: a });
    await expect(start({ rootKey: b, second: a }, dying(at, after))).rejects.toThrow('killed');
    expect(await values({ rootKey: b, second: a })).toEqual(ALL);
    await start({ rootKey: b, second: a });
    await start({ rootKey: b });
    expect(await values({ rootKey: b })).toEqual(ALL);
  },
);

test('nodes that do it at once do it once', async () => {
  await furnish({ rootKey: a });
  const keys = { rootKey: b, second: a };
  await Promise.all([start(keys), start(keys), start(keys)]);
  expect(await kept.rootBoxes.mark()).toMatchObject({ generation: 2 });
  await start({ rootKey: b });
  expect(await values({ rootKey: b })).toEqual(ALL);
});

test('what was tampered with stays as it is, and stops neither the rest nor the end', async () => {
  await furnish({ rootKey: a });
  const bad = { organizationId: 'o3', secretVersion: 1, box: new Uint8Array(60).fill(7) };
  await kept.values.addSecret(bad);
  await start({ rootKey: b, second: a });
  await start({ rootKey: b });
  expect(await kept.rootBoxes.mark()).toEqual({ generation: 2, fingerprint: expect.any(String) as string });
  expect(await values({ rootKey: b })).toEqual(ALL);
  expect(Buffer.from((await kept.values.secret('o3', 1))?.box ?? [])).toEqual(Buffer.from(bad.box));
});

test('no box that was sealed under the former key is left in the file', async () => {
  await furnish({ rootKey: a });
  const before: Uint8Array[] = [];
  for await (const page of kept.rootBoxes.pages(100)) before.push(...page.map(({ box }) => Uint8Array.from(box)));
  expect(before.length).toBeGreaterThan(8);
  await start({ rootKey: b, second: a });
  const bytes = readFileSync(kept.path);
  expect(before.filter((box) => bytes.includes(Buffer.from(box)))).toEqual([]);
});
