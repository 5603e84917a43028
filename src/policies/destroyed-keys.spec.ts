import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PolicyFixture } from '../../test/support/policy-fixture';
import { DestroyVaultKeys } from '../commands/vaults/destroy-vault-keys';
import { DestroyOrganizationSecrets } from '../commands/organizations/destroy-organization-secrets';
import { DeleteIdentity } from '../commands/identities/delete-identity';
import { UndeleteIdentity } from '../commands/identities/undelete-identity';
import { DeleteOrganization } from '../commands/organizations/delete-organization';
import { SetOrganizationSecret } from '../commands/organizations/set-organization-secret';
import { CreateVault } from '../commands/vaults/create-vault';
import { DeleteVault } from '../commands/vaults/delete-vault';
import type { MaterialStore } from '../kernel/material-store';

const DAY = 24 * 60;
const SECRET = 'another secret of thirty-two characters';

/** The keys of what was deleted are destroyed after 7 days, whoever sets one meanwhile. */
let application: PolicyFixture;
let node: Awaited<ReturnType<PolicyFixture['node']>>;
beforeEach(async () => {
  application = await PolicyFixture.open();
  node = await application.node();
});
afterEach(() => application.close());

const owner = () => application.as('owner');
const round = async (on = node) => {
  await application.settled();
  await on.runner.round();
};
const store = () => application.adapters.materialStore;
const count = async (stream: string, noun: string) => (await application.facts(stream, noun)).length;

/** An organization with a vault that held an identity, all of it deleted. */
const deleted = async () => {
  const { organizationId, vaultId, identityId } = await application.identity(node.commands);
  await node.commands.execute(new DeleteIdentity(owner(), identityId, false));
  await node.commands.execute(new DeleteVault(owner(), vaultId));
  await node.commands.execute(new DeleteOrganization(owner(), organizationId));
  return { organizationId, vaultId, identityId };
};
const left = async ({ organizationId, vaultId }: { organizationId: string; vaultId: string }) => ({
  keys: (await store().vaultKeys(vaultId)) !== undefined,
  secrets: (await Promise.all([1, 2, 3].map((n) => store().secret(organizationId, n)))).filter(Boolean).length,
});

test('salt, history key and secret stay for 7 days, then they are destroyed, once', async () => {
  const place = await deleted();
  await node.runner.start();
  application.pass(7 * DAY - 1);
  await round();
  expect(await left(place)).toEqual({ keys: true, secrets: 1 });
  application.pass(1);
  await round();
  await round();
  expect(await left(place)).toEqual({ keys: false, secrets: 0 });
  expect(await count(`vault-${place.vaultId}`, 'vault-keys-destroyed')).toBe(1);
  expect(await count(`organization-${place.organizationId}`, 'organization-secrets-destroyed')).toBe(1);
  expect(node.troubles).toEqual([]);
});

test('nothing of them is left in the files', async () => {
  const place = await deleted();
  const keys = await store().vaultKeys(place.vaultId);
  const secret = await store().secret(place.organizationId, 1);
  const secrets = [keys?.salt, keys?.historyKey, secret?.box].map((bytes) => Buffer.from(bytes ?? []));
  const onDisk = (bytes: Buffer) =>
    readdirSync(application.folder)
      .filter((name) => name.startsWith('material'))
      .some((name) => readFileSync(join(application.folder, name)).includes(bytes));
  expect(secrets.map(onDisk)).toEqual([true, true, true]);
  application.pass(7 * DAY);
  await node.runner.start();
  await round();
  expect(secrets.map(onDisk)).toEqual([false, false, false]);
});

test('the keys of other vaults and organizations stay', async () => {
  const other = await application.identity(node.commands);
  await deleted();
  application.pass(8 * DAY);
  await node.runner.start();
  await round();
  expect(await left(other)).toEqual({ keys: true, secrets: 1 });
});

test('an identity of a vault that is there comes back within its days, with its keys', async () => {
  const place = await application.identity(node.commands);
  const { id: gone } = await node.commands.execute(new CreateVault(owner(), place.organizationId, { name: 'Gone' }));
  await node.commands.execute(new DeleteVault(owner(), gone));
  await node.commands.execute(new DeleteIdentity(owner(), place.identityId, false));
  application.pass(7 * DAY - 1);
  await node.runner.start();
  await round();
  await node.commands.execute(new UndeleteIdentity(owner(), place.identityId));
  expect(await left(place)).toEqual({ keys: true, secrets: 1 });
});

test('an identity of a vault that is deleted comes back no more', async () => {
  const { identityId } = await deleted();
  await expect(node.commands.execute(new UndeleteIdentity(owner(), identityId))).rejects.toMatchObject({
    refusal: { code: 'NOT_FOUND' },
  });
});

/** A store that does something else first, once, when a secret is to be put. */
const before = (first: () => Promise<unknown>): MaterialStore => {
  const real = store();
  let isFirst = true;
  return Object.assign(Object.create(real) as MaterialStore, {
    addSecret: async (secret: Parameters<MaterialStore['addSecret']>[0]) => {
      const isNew = await real.addSecret(secret);
      if (isFirst) {
        isFirst = false;
        await first();
      }
      return isNew;
    },
  });
};

test('a secret that is set while its organization is deleted is refused, and goes with the others', async () => {
  const { organizationId, vaultId, identityId } = await application.identity(node.commands);
  await node.commands.execute(new DeleteIdentity(owner(), identityId, false));
  await node.commands.execute(new DeleteVault(owner(), vaultId));
  const remove = () => node.commands.execute(new DeleteOrganization(owner(), organizationId));
  const second = await application.node({ materialStore: before(remove) });
  await expect(
    second.commands.execute(new SetOrganizationSecret(owner(), organizationId, SECRET)),
  ).rejects.toMatchObject({ refusal: { code: 'NOT_FOUND' } });
  expect((await left({ organizationId, vaultId })).secrets).toBe(2);
  application.pass(7 * DAY);
  await node.runner.start();
  await round();
  expect(await left({ organizationId, vaultId })).toEqual({ keys: false, secrets: 0 });
});

test('a secret that another node stores when all are destroyed already does not stay', async () => {
  const { organizationId, vaultId, identityId } = await application.identity(node.commands);
  await node.commands.execute(new DeleteIdentity(owner(), identityId, false));
  await node.commands.execute(new DeleteVault(owner(), vaultId));
  const late = { ...owner(), deadline: Number.MAX_SAFE_INTEGER };
  const destroyAll = async () => {
    await node.commands.execute(new DeleteOrganization(owner(), organizationId));
    application.pass(7 * DAY);
    await node.commands.execute(new DestroyOrganizationSecrets(owner(), organizationId));
    const { box } = (await store().secret(organizationId, 1)) ?? { box: Uint8Array.of(1) };
    await store().addSecret({ organizationId, secretVersion: 2, box });
  };
  const second = await application.node({ materialStore: before(destroyAll) });
  await expect(second.commands.execute(new SetOrganizationSecret(late, organizationId, SECRET))).rejects.toMatchObject({
    refusal: { code: 'NOT_FOUND' },
  });
  expect((await left({ organizationId, vaultId })).secrets).toBe(0);
});

test('keys that a late value made anew go with the value', async () => {
  const place = await application.identity(node.commands);
  const keys = await store().vaultKeys(place.vaultId);
  const value = await store().get(place.identityId, 1);
  await node.commands.execute(new DeleteIdentity(owner(), place.identityId, false));
  await node.commands.execute(new DeleteVault(owner(), place.vaultId));
  application.pass(8 * DAY);
  await node.runner.start();
  await round();
  if (keys === undefined || value === undefined) throw new Error('there were none');
  await store().putVaultKeys(keys);
  await store().add({ ...value, identityId: 'late', storedAt: value.storedAt + 8 * DAY * 60_000 });
  application.pass(8 * DAY);
  await round();
  expect([(await left(place)).keys, await store().versions('late')]).toEqual([false, []]);
});

test('two nodes, a store that fails and a restart between the steps: destroyed and told once', async () => {
  const place = await deleted();
  application.pass(7 * DAY);
  const failing = Object.assign(Object.create(store()) as MaterialStore, {
    destroyVaultKeys: () => Promise.reject(new Error('disk full')),
    destroySecrets: () => Promise.reject(new Error('disk full')),
  });
  const broken = await application.node({ materialStore: failing });
  await broken.runner.start();
  await round(broken);
  expect(broken.troubles).not.toEqual([]);
  expect(await left(place)).toEqual({ keys: true, secrets: 1 });
  await store().destroyVaultKeys(place.vaultId);
  const [one, two] = [await application.node(), await application.node()];
  await Promise.all(
    [one, two].flatMap(({ commands }) => [
      commands.execute(new DestroyVaultKeys(owner(), place.vaultId)),
      commands.execute(new DestroyOrganizationSecrets(owner(), place.organizationId)),
    ]),
  );
  expect(await left(place)).toEqual({ keys: false, secrets: 0 });
  expect(await count(`vault-${place.vaultId}`, 'vault-keys-destroyed')).toBe(1);
  expect(await count(`organization-${place.organizationId}`, 'organization-secrets-destroyed')).toBe(1);
});

test.each([
  ['before its days are over', 7 * DAY - 1, true],
  ['when it is there', 8 * DAY, false],
])('nothing is destroyed %s', async (_, minutes, isDeleted) => {
  const place = isDeleted ? await deleted() : await application.identity(node.commands);
  application.pass(minutes);
  await node.commands.execute(new DestroyVaultKeys(owner(), place.vaultId));
  await node.commands.execute(new DestroyOrganizationSecrets(owner(), place.organizationId));
  expect(await left(place)).toEqual({ keys: true, secrets: 1 });
});
