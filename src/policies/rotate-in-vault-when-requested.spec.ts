import { withoutMemory } from '../../test/support/without-memory';
import { PolicyFixture } from '../../test/support/policy-fixture';
import { until } from '../../test/support/until';
import { ReplaceCredential } from '../commands/identities/replace-credential';
import { RevealIdentity } from '../commands/identities/reveal-identity';
import { RotateIdentity } from '../commands/identities/rotate-identity';
import { RotateInVault } from '../commands/identities/rotate-in-vault';
import { ChangeOrganization } from '../commands/organizations/change-organization';
import { CheckInSession } from '../commands/sessions/check-in-session';

let application: PolicyFixture;
let node: Awaited<ReturnType<PolicyFixture['node']>>;
beforeEach(async () => {
  application = await PolicyFixture.open();
  node = await application.node();
});
afterEach(() => application.close());

const facts = (identityId: string, noun: string) => application.facts(`identity-${identityId}`, noun);
const confirmed = (identityId: string, count: number) =>
  until('the new value', async () => (await facts(identityId, 'rotation-confirmed')).length >= count);
const rotate = (identityId: string) => node.commands.execute(new RotateIdentity(application.as('owner'), identityId));
const reveal = async (identityId: string) =>
  (await node.commands.execute(new RevealIdentity(application.as('owner'), identityId))).credential;

/** A policy that leaves next to nothing was accepted by earlier releases; it goes on. */
const storedBefore = (organizationId: string, passwordPolicy: object) =>
  application.append(`organization-${organizationId}`, 'organization-changed', {
    organizationId,
    name: 'Acme',
    settings: { breakGlassMinutes: 60, revealDuringExclusiveCheckout: false, passwordPolicy },
  });

test('a request is carried out at once: another value, proven to open, by the policy', async () => {
  const { identityId } = await application.identity(node.commands);
  await node.runner.start();
  await rotate(identityId);
  await confirmed(identityId, 1);
  const [fact] = await facts(identityId, 'rotation-confirmed');
  expect(fact?.data).toMatchObject({ version: 2, replacedVersion: 1, vaultOnly: true });
  expect(fact?.metadata.actor).toEqual({ kind: 'policy', name: 'rotate-in-vault-when-requested' });
  const { value, version } = await reveal(identityId);
  expect([version, value.length, value === 'hunter2']).toEqual([2, 24, false]);
  await expect(
    node.commands.execute(new ReplaceCredential(application.as('owner'), identityId, 'hunter2')),
  ).rejects.toMatchObject({ refusal: { code: 'PASSWORD_REUSED' } });
});

test('what was requested before the policy listened is owed all the same', async () => {
  const { identityId } = await application.identity(node.commands);
  await rotate(identityId);
  await application.settled();
  await node.runner.start();
  await node.runner.round();
  await confirmed(identityId, 1);
});

test('several nodes at once confirm one value, and it stays the one that was confirmed', async () => {
  const nodes = [node, await application.node(), await application.node()];
  const { identityId } = await application.identity(node.commands);
  await rotate(identityId);
  const [requested] = await facts(identityId, 'rotation-requested');
  const rotationId = String(requested?.data.rotationId);
  const tries = nodes.map(({ commands }) =>
    commands.execute(new RotateInVault(application.as('owner'), identityId, rotationId)).then(() => reveal(identityId)),
  );
  const seen = await Promise.all(tries);
  expect(await facts(identityId, 'rotation-confirmed')).toHaveLength(1);
  expect(new Set(seen.map(({ value }) => value)).size).toBe(1);
  expect(await reveal(identityId)).toEqual(seen[0]);
});

test('a crash after the value was stored and before the fact leaves the old value served; the next try makes another', async () => {
  const { identityId } = await application.identity(node.commands);
  await rotate(identityId);
  const { eventStore } = application.adapters;
  const dying = Object.create(eventStore) as typeof eventStore;
  dying.append = (stream, expected, events) =>
    events.some(({ type }) => type === 'keyledger.rotation-confirmed.v1')
      ? Promise.reject(new Error('the node died'))
      : eventStore.append(stream, expected, events);
  const crashing = await application.node({ eventStore: dying });
  const [requested] = await facts(identityId, 'rotation-requested');
  const command = new RotateInVault(application.as('owner'), identityId, String(requested?.data.rotationId));
  await expect(crashing.commands.execute(command)).rejects.toThrow('the node died');
  expect(await application.adapters.materialStore.versions(identityId)).toEqual([1, 2]);
  expect((await reveal(identityId)).value).toBe('hunter2');
  await node.commands.execute(command);
  expect(await reveal(identityId)).toMatchObject({ version: 3 });
});

test('heard again from the first fact on, nothing happens again', async () => {
  const { identityId } = await application.identity(node.commands);
  await node.runner.start();
  await rotate(identityId);
  await confirmed(identityId, 1);
  await node.runner.stop();
  const forgetful = await application.node({ checkpoints: withoutMemory });
  await forgetful.runner.start();
  await rotate(identityId);
  await confirmed(identityId, 2);
  expect(await facts(identityId, 'rotation-confirmed')).toHaveLength(2);
  expect(await application.adapters.materialStore.versions(identityId)).toEqual([1, 2, 3]);
});

test('a password policy that is spent fails the rotation; after three failures only a person starts the next', async () => {
  const { identityId, organizationId } = await application.identity(node.commands, { rotationIntervalDays: 1 });
  const passwordPolicy = { length: 8, classes: [{ chars: '0', min: 0 }] };
  await storedBefore(organizationId, passwordPolicy);
  await node.runner.start();
  await rotate(identityId);
  await confirmed(identityId, 1);
  application.pass(24 * 60);
  for (const failures of [1, 2, 3]) {
    await application.settled();
    await node.runner.round();
    await until('the failure', async () => (await facts(identityId, 'rotation-failed')).length === failures);
  }
  await application.settled();
  await node.runner.round();
  expect((await facts(identityId, 'rotation-failed')).map(({ data }) => [data.code, data.suspended])).toEqual([
    ['PASSWORD_POLICY_UNSATISFIABLE', false],
    ['PASSWORD_POLICY_UNSATISFIABLE', false],
    ['PASSWORD_POLICY_UNSATISFIABLE', true],
  ]);
  expect(await facts(identityId, 'rotation-requested')).toHaveLength(4);
  expect((await reveal(identityId)).value).toBe('00000000');
});

test('a value that was used and could not be replaced is tried again half an hour later, without any interval', async () => {
  const { identityId, organizationId, vaultId } = await application.identity(node.commands, { rotateAfterUse: true });
  await application.person('ann', { organizationId, vaultId });
  await storedBefore(organizationId, { length: 8, classes: [{ chars: '0', min: 0 }] });
  await node.commands.execute(new ReplaceCredential(application.as('owner'), identityId, '00000000'));
  await node.runner.start();
  const { session } = await application.checkOut(node.commands, 'ann', identityId);
  await node.commands.execute(new CheckInSession(application.as('ann'), session.id));
  await until('the failure', async () => (await facts(identityId, 'rotation-failed')).length === 1);
  const cleared = { settings: { passwordPolicy: null } };
  await node.commands.execute(new ChangeOrganization(application.as('owner'), organizationId, cleared));
  application.pass(29);
  await application.settled();
  await node.runner.round();
  expect(await facts(identityId, 'rotation-requested')).toHaveLength(1);
  application.pass(1);
  await node.runner.round();
  await confirmed(identityId, 1);
  expect((await facts(identityId, 'rotation-requested')).map(({ data }) => data.trigger)).toEqual([
    'after_use',
    'schedule',
  ]);
});
