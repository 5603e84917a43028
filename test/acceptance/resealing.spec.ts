import { CommandBus } from '@nestjs/cqrs';
import { ResealOrganization } from '../../src/commands/organizations/reseal-organization';
import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

let application: RunningApplication;
let owner: Client;
let organizationId: string;
let identityId: string;
beforeAll(async () => {
  application = await runningApplication();
  owner = await application.as('owner@example.com');
  organizationId = (await owner.ok('POST', '/organizations', { name: 'Acme' })).id;
  await setSecret('first');
  const vault = await owner.ok('POST', '/identity-groups', { name: 'V', organizationId });
  const identity = {
    identityGroupId: vault.id,
    name: 'db',
    username: 'admin',
    credential: 'sealed twice',
    credentialType: 'other',
  };
  identityId = (await owner.ok('POST', '/identities', identity)).id;
});
afterAll(() => application.end());

const setSecret = (word: string) =>
  owner.ok('PUT', `/organizations/${organizationId}/secret`, { secret: word.repeat(10) });
const reseal = () =>
  application.server.app.get(CommandBus).execute(
    new ResealOrganization(
      {
        actor: { kind: 'policy', name: 'spec' },
        correlationId: 'spec',
        deadline: Date.now() + 10_000,
        ids: application.adapters.ids,
      },
      organizationId,
    ),
  );
const value = async (): Promise<string> =>
  (await owner.ok('POST', `/identities/${identityId}/reveal`)).credential.value;
const secretsLeft = async () => {
  const found = await Promise.all([1, 2, 3].map((n) => application.adapters.materialStore.secret(organizationId, n)));
  return found.flatMap((secret) => (secret === undefined ? [] : [secret.secretVersion]));
};

test('a value stays readable before, while and after it is sealed anew; the old secret is gone', async () => {
  await setSecret('second');
  expect(await value()).toBe('sealed twice');
  await Promise.all([reseal(), value(), reseal(), value()]);
  expect(await value()).toBe('sealed twice');
  expect(await application.adapters.materialStore.countSealedBefore(organizationId, 2)).toBe(0);
  expect(await secretsLeft()).toEqual([2]);
});

test('what a node that died after the fact left is destroyed by the next run', async () => {
  await setSecret('third!');
  const old = await application.adapters.materialStore.secret(organizationId, 2);
  await reseal();
  if (old === undefined) throw new Error('there was no second secret');
  await application.adapters.materialStore.addSecret(old);
  expect(await secretsLeft()).toEqual([2, 3]);
  await reseal();
  expect(await secretsLeft()).toEqual([3]);
  expect(await value()).toBe('sealed twice');
});
