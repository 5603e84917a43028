import { PolicyFixture } from '../../test/support/policy-fixture';
import { until } from '../../test/support/until';
import { DeleteIdentity } from '../commands/identities/delete-identity';
import { DiscardVersion } from '../commands/identities/discard-version';
import { ReleaseReservations } from '../commands/identities/release-reservations';
import { ReplaceCredential } from '../commands/identities/replace-credential';
import { RevealIdentity } from '../commands/identities/reveal-identity';
import { UndeleteIdentity } from '../commands/identities/undelete-identity';
import { SetOrganizationSecret } from '../commands/organizations/set-organization-secret';
import { vaultMembers } from '../domain/vault-members/state';

const DAY = 24 * 60;

let application: PolicyFixture;
let node: Awaited<ReturnType<PolicyFixture['node']>>;
beforeEach(async () => {
  application = await PolicyFixture.open();
  node = await application.node();
});
afterEach(() => application.close());

const round = async () => {
  await application.settled();
  await node.runner.round();
};
const count = async (stream: string, noun: string) => (await application.facts(stream, noun)).length;
const versions = (identityId: string) => application.adapters.materialStore.versions(identityId);
const remove = (identityId: string) =>
  node.commands.execute(new DeleteIdentity(application.as('owner'), identityId, false));

test('a deleted identity keeps its values for 7 days, then they are destroyed, once', async () => {
  const { identityId } = await application.identity(node.commands);
  await remove(identityId);
  await node.runner.start();
  application.pass(7 * DAY - 1);
  await round();
  expect([await count(`identity-${identityId}`, 'identity-destroyed'), await versions(identityId)]).toEqual([0, [1]]);
  application.pass(1);
  await round();
  await round();
  expect([await count(`identity-${identityId}`, 'identity-destroyed'), await versions(identityId)]).toEqual([1, []]);
});

test('an identity brought back is not destroyed', async () => {
  const { identityId } = await application.identity(node.commands);
  await remove(identityId);
  await node.commands.execute(new UndeleteIdentity(application.as('owner'), identityId));
  application.pass(8 * DAY);
  await node.runner.start();
  await round();
  expect(await versions(identityId)).toEqual([1]);
});

test('a place reserved for an identity that never came is given back after 10 minutes; one that came keeps it', async () => {
  const { organizationId, vaultId, identityId } = await application.identity(node.commands);
  const given = { organizationId, identityGroupId: vaultId, identityId: 'never' };
  await application.append(`vaultMembers-${vaultId}`, 'vault-member-reserved', given);
  await application.append('hostMembers-web', 'host-member-reserved', {
    organizationId,
    hostId: 'web',
    identityId: 'never',
  });
  await application.append('hostAccount-abc', 'host-account-reserved', {
    organizationId,
    hostId: 'web',
    identityId: 'never',
  });
  await node.runner.start();
  application.pass(9);
  await round();
  expect(await count(`vaultMembers-${vaultId}`, 'vault-member-released')).toBe(0);
  application.pass(1);
  await round();
  await round();
  const released = await application.facts(`vaultMembers-${vaultId}`, 'vault-member-released');
  expect(released.map(({ data }) => data.identityId)).toEqual(['never']);
  expect(await count('hostMembers-web', 'host-member-released')).toBe(1);
  expect(await count('hostAccount-abc', 'host-account-released')).toBe(1);
  await application.settled();
  for (const id of [identityId, 'never']) {
    expect(await application.projections.readModel('deadlines').get(`reservation:${id}`)).toBeUndefined();
  }
});

test('a deletion that stopped half-way gives its places back later', async () => {
  const { organizationId, vaultId, identityId } = await application.identity(node.commands);
  const subject = { organizationId, identityGroupId: vaultId, identityId };
  await application.append(`identity-${identityId}`, 'identity-deleted', { ...subject, deletedAt: application.at(0) });
  application.pass(10);
  await application.settled();
  await node.runner.start();
  await round();
  expect(await count(`vaultMembers-${vaultId}`, 'vault-member-released')).toBe(1);
});

test('an identity brought back while its half-way deletion is being finished holds its place all the same', async () => {
  const { organizationId, vaultId, identityId } = await application.identity(node.commands);
  const subject = { organizationId, identityGroupId: vaultId, identityId };
  await application.append(`identity-${identityId}`, 'identity-deleted', { ...subject, deletedAt: application.at(0) });
  const { eventStore } = application.adapters;
  const racing = Object.create(eventStore) as typeof eventStore;
  racing.append = async (stream, expected, events) => {
    if (events.some(({ type }) => type === 'keyledger.identity-undeleted.v1')) {
      const place = { in: 'vault', id: vaultId } as const;
      await node.commands.execute(
        new ReleaseReservations(application.as('owner'), organizationId, identityId, [place]),
      );
    }
    return eventStore.append(stream, expected, events);
  };
  const other = await application.node({ eventStore: racing });
  await other.commands.execute(new UndeleteIdentity(application.as('owner'), identityId));
  expect(await count(`vaultMembers-${vaultId}`, 'vault-member-released')).toBe(1);
  const view = await application.adapters.streamReader.fresh();
  expect((await view.load(vaultMembers, vaultId)).state.members.has(identityId)).toBe(true);
});

test('the interval rotates once it is over, and not under a session', async () => {
  const place = await application.identity(node.commands, { rotationIntervalDays: 1 });
  await application.person('ann', place);
  const stream = `identity-${place.identityId}`;
  await node.runner.start();
  application.pass(DAY - 30);
  await round();
  await application.checkOut(node.commands, 'ann', place.identityId, 60);
  application.pass(30);
  await round();
  expect(await count(stream, 'rotation-requested')).toBe(0);
  application.pass(30);
  await round();
  await until('the new value', async () => (await count(stream, 'rotation-confirmed')) === 1);
  const [requested] = await application.facts(stream, 'rotation-requested');
  expect(requested?.data.trigger).toBe('schedule');
  application.pass(DAY - 1);
  await round();
  expect(await count(stream, 'rotation-requested')).toBe(1);
  application.pass(1);
  await round();
  await until('the next one', async () => (await count(stream, 'rotation-confirmed')) === 2);
});

test('after a secret was replaced every value is sealed by the new one', async () => {
  const { organizationId, identityId } = await application.identity(node.commands);
  await node.runner.start();
  await node.commands.execute(
    new SetOrganizationSecret(application.as('owner'), organizationId, 'another secret of thirty-two chars'),
  );
  await round();
  expect(await count(`organization-${organizationId}`, 'organization-resealed')).toBe(1);
  expect((await application.adapters.materialStore.get(identityId, 1))?.secretVersion).toBe(2);
  await round();
  expect(await count(`organization-${organizationId}`, 'organization-resealed')).toBe(1);
});

test('values no fact needs are swept after 7 days; what is served, held or restorable stays', async () => {
  const { organizationId, vaultId, identityId } = await application.identity(node.commands);
  const owner = application.as('owner');
  const store = application.adapters.materialStore;
  for (const value of ['second', 'third']) {
    await node.commands.execute(new ReplaceCredential(owner, identityId, value));
  }
  await node.commands.execute(new DiscardVersion(owner, identityId, 1));
  const stored = await store.get(identityId, 3);
  const stray = (version: number, of = identityId) =>
    store.add({ ...stored!, organizationId, vaultId, identityId: of, version });
  await Promise.all([stray(1), stray(4), stray(1, 'never')]);
  await node.runner.start();
  application.pass(7 * DAY - 1);
  await round();
  expect(await versions(identityId)).toEqual([1, 2, 3, 4]);
  application.pass(2);
  await round();
  expect([await versions(identityId), await versions('never')]).toEqual([[2, 3], []]);
  const { credential } = await node.commands.execute(new RevealIdentity(application.as('owner'), identityId));
  expect(credential.value).toBe('third');
});
