import { identityMade, organizationWith, StoredValues } from '../../../test/support/stored-values';
import { fact } from '../../../test/support/streams/ground-of';
import type { Streams } from '../../../test/support/streams/view-of';
import { Foreground } from '../../kernel/foreground';
import type { MaterialStore } from '../../kernel/material-store';
import { Shutdown } from '../../kernel/shutdown';
import { ResealOrganization, ResealOrganizationHandler } from './reseal-organization';

/** Everything of an organization is sealed by its newest secret, wherever that was stopped; then the older ones go. */
let values: StoredValues;
const open = (streams: Streams = {}, secrets = 2) => {
  values = new StoredValues({ ...organizationWith(secrets), ...streams });
};
afterEach(() => values.close());
const reseal = async (store: Partial<MaterialStore> = {}, shutdown = new Shutdown()) => {
  const { ground, sealing, failures } = values;
  const material = values.instead(store);
  const foreground = new Foreground();
  const upgrades = values.upgrades({ store: material, foreground, shutdown });
  const handler = new ResealOrganizationHandler(
    ground.deciding,
    ground.reader,
    material,
    sealing,
    upgrades,
    failures,
    foreground,
    shutdown,
  );
  const progress: (readonly [number, number])[] = [];
  const told = (done: number, total: number) => void progress.push([done, total]);
  const happened = await ground
    .when(() => handler.execute(new ResealOrganization(ground.policy(), 'o', told)))
    .catch((error: Error) => ({ failed: `${error.name} ${error.message}`, facts: ground.told }));
  return { ...happened, progress };
};
const RESEALED = (count: number) => [
  'organization-o',
  'organization-resealed',
  { organizationId: 'o', secretVersion: 2, values: count },
];
const opened = async (identityId: string) => {
  const material = await values.store.get(identityId, 1);
  return material && values.sealing.open(material, await values.keys(), await values.secret(2));
};

test('values and keys come under the new secret, and the old one is gone', async () => {
  open();
  for (const id of ['a', 'b']) await values.put(id, 1, `value of ${id}`);
  await values.secret(2);
  const { facts, progress } = await reseal();
  expect([facts, progress]).toEqual([[RESEALED(2)], [[2, 2]]]);
  expect([await opened('a'), await opened('b')]).toEqual(['value of a', 'value of b']);
  expect(await values.keys()).toMatchObject({ secretVersion: 2 });
  expect(await values.store.secret('o', 1)).toBeUndefined();
});

test('once it is done nothing more is told, and what is left of an older secret goes', async () => {
  open(organizationWith(2, fact('organization-resealed', { organizationId: 'o', secretVersion: 2, values: 1 })));
  await values.secret(1);
  await values.secret(2);
  expect(await reseal()).toMatchObject({ facts: [], progress: [] });
  expect(await values.store.secret('o', 1)).toBeUndefined();
});

test('a value that a slower node sealed by the old secret after that is sealed anew', async () => {
  open(organizationWith(2, fact('organization-resealed', { organizationId: 'o', secretVersion: 2, values: 1 })));
  await values.put('a', 1, 'late');
  await values.secret(2);
  expect(await reseal()).toMatchObject({ facts: [], progress: [[1, 1]] });
  expect(await opened('a')).toBe('late');
});

test('one that is on its way while the last page is done is done as well, before the old secret goes', async () => {
  open();
  await values.put('a', 1, 'first');
  await values.secret(2);
  let tries = 0;
  const destroySecretsBefore: MaterialStore['destroySecretsBefore'] = async (...call) => {
    tries += 1;
    if (tries === 1) await values.put('b', 1, 'late');
    return values.store.destroySecretsBefore(...call);
  };
  expect(await reseal({ destroySecretsBefore })).toMatchObject({
    facts: [RESEALED(2)],
    progress: [
      [1, 1],
      [1, 1],
    ],
  });
  expect(await opened('b')).toBe('late');
});

test.each(['sealedBefore', 'vaultKeysSealedBefore'] as const)(
  'what another run has sealed anew since it was read by %s, and whose secret it let go, is left as it is',
  async (page) => {
    open();
    await values.put('a', 1, 'overtaken');
    await values.secret(2);
    let isFirst = true;
    const overtaken = async (...call: readonly [string, number, number]) => {
      const read = await values.store[page](...call);
      if (isFirst) {
        isFirst = false;
        expect((await reseal()).facts).toEqual([RESEALED(1)]);
      }
      return read as never;
    };
    expect(await reseal({ [page]: overtaken })).not.toHaveProperty('failed');
    expect(await opened('a')).toBe('overtaken');
    expect(await values.keys()).toMatchObject({ secretVersion: 2 });
  },
);

test('what is of the system before is told as such first, and is no value that is sealed anew by this', async () => {
  open(identityMade('a', 'v1'));
  await values.put('a', 1, 'old', { as: 'v1' });
  await values.secret(2);
  const { facts } = await reseal();
  expect(facts.map(([, noun]) => noun)).toEqual(['material-upgraded', 'organization-resealed']);
  expect(facts.at(-1)).toEqual(RESEALED(0));
  expect(await opened('a')).toBe('old');
});

test('page by page, and how far it is', async () => {
  open();
  const { store } = values;
  for (let n = 0; n < 201; n += 1) await values.put(`i${n}`, 1, 'x');
  await values.secret(2);
  const { facts, progress } = await reseal();
  expect([facts, progress]).toEqual([
    [RESEALED(201)],
    [
      [200, 201],
      [201, 201],
    ],
  ]);
  expect(await store.countSealedBefore('o', 2)).toBe(0);
});

test('many vaults have their keys sealed anew as well', async () => {
  open();
  for (let n = 0; n < 201; n += 1) await values.keys(1, `v${n}`);
  await values.secret(2);
  expect((await reseal()).facts).toEqual([RESEALED(0)]);
  expect(await values.store.vaultKeysSealedBefore('o', 2, 9)).toEqual([]);
});

const breakIt = async (identityId: string) => {
  const material = await values.put(identityId, 1, 'x');
  await values.store.destroy(identityId, 1);
  await values.store.add({ ...material, box: material.box.map((byte) => byte ^ 1) });
};

test('what does not open is told, and everything beside it is done: the old secret stays', async () => {
  open();
  await values.put('a', 1, 'x');
  await breakIt('b');
  await values.put('c', 1, 'x');
  await values.secret(2);
  const happened = await reseal();
  expect(happened).toMatchObject({
    failed: expect.stringContaining('SealBroken version 1 of identity b'),
    progress: [[2, 3]],
  });
  expect(values.told).toEqual([{ identityId: 'b', version: 1, found: 'does_not_open' }]);
  expect([await opened('a'), await opened('c')]).toEqual(['x', 'x']);
  expect(await values.store.secret('o', 1)).toBeDefined();
});

test('a page of nothing but what does not open ends it: the next one would be the same', async () => {
  open();
  for (let n = 0; n < 200; n += 1) await breakIt(`i${n}`);
  await values.secret(2);
  expect(await reseal()).toMatchObject({ failed: expect.stringContaining('SealBroken'), progress: [[0, 200]] });
});

test.each<[string, () => Promise<unknown>, string]>([
  [
    'of a value',
    () =>
      values
        .put('a', 1, 'x')
        .then(() => values.secret(2))
        .then(() => values.store.destroyVaultKeys('v')),
    'the keys of vault v',
  ],
  ['the new secret', () => values.put('a', 1, 'x'), 'secret 2 of o'],
  ['the new secret, where keys alone are left', () => values.keys(), 'secret 2 of o'],
])('a store that lacks what it needs is damaged: %s', async (_, lose, what) => {
  open();
  await lose();
  expect(await reseal()).toMatchObject({ failed: `StoreDamaged the material store lacks ${what}` });
});

test('the old secret is not there: nothing opens that it sealed', async () => {
  open();
  await values.put('a', 1, 'x');
  await values.secret(2);
  const secret: MaterialStore['secret'] = async (id, version) =>
    version === 1 ? undefined : values.store.secret(id, version);
  expect(await reseal({ secret })).toMatchObject({ failed: 'StoreDamaged the material store lacks secret 1 of o' });
});

test('of a store that was lost whole nothing is left to be sealed anew', async () => {
  open();
  expect((await reseal()).facts).toEqual([RESEALED(0)]);
});

test('the end of the process breaks it off between two values or keys, and the next run goes on from there', async () => {
  open();
  for (const id of ['a', 'b']) await values.put(id, 1, `value of ${id}`);
  await values.keys(1, 'w');
  await values.secret(2);
  const [amongKeys, amongValues] = [new Shutdown(), new Shutdown()];
  const replaceVaultKeys: MaterialStore['replaceVaultKeys'] = async (...call) => {
    amongKeys.begin();
    return values.store.replaceVaultKeys(...call);
  };
  expect(await reseal({ replaceVaultKeys }, amongKeys)).toMatchObject({ failed: 'ShuttingDown this process stops' });
  expect(await values.store.vaultKeysSealedBefore('o', 2, 9)).toHaveLength(1);
  const sealedBefore: MaterialStore['sealedBefore'] = async (...call) => {
    amongValues.begin();
    return values.store.sealedBefore(...call);
  };
  expect(await reseal({ sealedBefore }, amongValues)).toMatchObject({ failed: 'ShuttingDown this process stops' });
  expect(await values.store.countSealedBefore('o', 2)).toBe(2);
  expect((await reseal()).facts).toEqual([RESEALED(2)]);
  expect([await opened('a'), await opened('b')]).toEqual(['value of a', 'value of b']);
});
