import { PolicyFixture } from '../../../test/support/policy-fixture';
import type { PolicyNode } from '../../../test/support/policy-node';
import { RefusedError } from '../../kernel/refused-error';
import { ChangeIdentity } from './change-identity';
import { EnrollIdentity } from './enroll-identity';

/** Where an identity's account lies: taken over on a host that is there, or pointed elsewhere by an edit. */
let application: PolicyFixture;
let node: PolicyNode;
let place: Awaited<ReturnType<PolicyFixture['identity']>>;
beforeEach(async () => {
  application = await PolicyFixture.open();
  node = await application.node();
  place = await application.identity(node.commands);
  await withHost('h');
});
afterEach(() => application.close());

const withHost = async (hostId: string, status = 'active', organizationId = place.organizationId) => {
  const at = { hostId, organizationId, agentId: `${hostId}.a` };
  await application.append(`host-${hostId}`, 'host-created', { ...at, name: hostId, createdAt: application.at(0) });
  await application.append(`host-${hostId}`, 'agent-enrolled', {
    ...at,
    signingKey: 'signing',
    sealingKey: 'sealing',
    hostname: hostId,
    platform: 'linux',
    agentVersion: '1',
    connectors: ['linux-password'],
    tokenId: 'token',
    status,
    enrolledAt: application.at(0),
  });
};
const seen = (hostId: string, minutes = 0) =>
  application.adapters.presence.advance({ agentId: `${hostId}.a`, hostId }, 1, Date.parse(application.at(minutes)));
const withRole = async (userId: string, ...permissions: readonly string[]) => {
  const { organizationId } = place;
  const [createdAt, email] = [application.at(0), `${userId}@example.com`];
  await application.append(`user-${userId}`, 'user-created', { userId, email, support: false, createdAt });
  await application.append('account', 'role-created', { roleId: userId, name: userId, permissions });
  const roles = [{ roleId: userId, organizationId }];
  await application.append(`user-${userId}`, 'user-roles-assigned', { userId, roles });
};
const codeOf = (error: unknown): string => (error instanceof RefusedError ? error.refusal.code : String(error));
const nouns = async (stream: string) =>
  (await application.facts(stream)).map(({ type }) => type.replace(/^keyledger\.|\.v1$/g, ''));
const denied = async (noun: string) =>
  (await application.facts(`denied-${place.organizationId}`, noun)).map(({ data: { detail: _, ...rest } }) => rest);

describe('an account that is there is taken over', () => {
  const enroll = (hostId = 'h', who = 'owner', vaultId = place.vaultId) =>
    node.commands.execute(new EnrollIdentity(application.as(who), hostId, vaultId, 'deploy')).catch(codeOf);

  it('with a value of the vault’s own, and a job that sets it there', async () => {
    await seen('h');
    const { id, jobId } = (await enroll()) as { id: string; jobId: string };
    const all = await application.facts(`identity-${id}`);
    const started = ['identity-enrollment-requested', 'rotation-requested', 'rotation-staged', 'job-queued'];
    expect(await nouns(`identity-${id}`)).toEqual(started);
    const account = { name: 'deploy', username: 'deploy', connector: 'linux-password', hostIds: ['h'] };
    expect(all[0]?.data).toMatchObject(account);
    expect(all[3]?.data).toMatchObject({ jobId, hostId: 'h', type: 'set', version: 1 });
    expect(await application.adapters.materialStore.versions(id)).toEqual([1]);
    expect(await nouns('hostMembers-h')).toEqual(['host-member-reserved']);
  });

  it('by who manages the host, whoever manages vaults', async () => {
    await seen('h');
    await withRole('ann', 'hosts.manage_users');
    expect(await enroll('h', 'ann')).toMatchObject({ jobId: expect.any(String) });
  });

  it.each<[string, () => Promise<unknown>, string, (() => readonly [string, string, string]) | undefined]>([
    ['whose agent was never seen', async () => undefined, 'HOST_OFFLINE', undefined],
    ['whose agent was seen 90 seconds ago', () => seen('h', -1.5), 'HOST_OFFLINE', undefined],
    [
      'whose agent waits for approval',
      () => withHost('w', 'pending_approval').then(() => seen('w')),
      'HOST_OFFLINE',
      () => ['w', 'owner', place.vaultId],
    ],
    ['that is not there', async () => undefined, 'NOT_FOUND', () => ['x', 'owner', place.vaultId]],
    ['for a vault that is not there', () => seen('h'), 'NOT_FOUND', () => ['h', 'owner', 'x']],
    [
      'by who manages vaults alone',
      () => withRole('bob', 'pam_vaults.manage').then(() => seen('h')),
      'PERMISSION_DENIED',
      () => ['h', 'bob', place.vaultId],
    ],
  ])('but not on a host %s', async (_, before, code, how) => {
    await before();
    expect(await (how === undefined ? enroll() : enroll(...how()))).toBe(code);
    expect(await nouns('hostMembers-h')).toEqual([]);
    const told = await denied('identity-enroll-refused');
    expect(told.map((each) => each['code'])).toEqual(how?.()[0] === 'x' ? [] : [code]);
  });

  it('once: a second identity for the account is refused, and leaves nothing behind', async () => {
    await seen('h');
    await enroll();
    expect(await enroll()).toBe('ACCOUNT_ALREADY_MANAGED');
    expect(await denied('identity-enroll-refused')).toMatchObject([
      { hostId: 'h', username: 'deploy', code: 'ACCOUNT_ALREADY_MANAGED' },
    ]);
    const members = await nouns('hostMembers-h');
    expect(
      members.filter((noun) => noun === 'host-member-reserved').length -
        members.filter((noun) => noun === 'host-member-released').length,
    ).toBe(1);
  });
});

describe('an edit', () => {
  const change = (patch: object, who = 'owner', ifMatch?: number, at = node) =>
    at.commands
      .execute(new ChangeIdentity(application.as(who), place.identityId, patch, ifMatch))
      .then(() => 'done', codeOf);
  const changes = () => application.facts(`identity-${place.identityId}`, 'identity-changed');

  it('of the name is a fact, and the same again is none', async () => {
    expect([await change({ name: 'other' }), await change({ name: 'other' })]).toEqual(['done', 'done']);
    expect((await changes()).map(({ data }) => data['name'])).toEqual(['other']);
  });

  it('that adds a host takes its places there, and one that takes it away gives them back', async () => {
    expect(await change({ hostIds: ['h'], connector: 'linux-password' })).toBe('done');
    expect(await nouns('hostMembers-h')).toEqual(['host-member-reserved']);
    expect(await change({ hostIds: [] })).toBe('done');
    expect(await nouns('hostMembers-h')).toEqual(['host-member-reserved', 'host-member-released']);
  });

  it.each<[string, object, string, number | undefined, string]>([
    ['made on what somebody saw before', { name: 'other' }, 'owner', 5, 'PRECONDITION_FAILED'],
    ['by who may only look', { name: 'other' }, 'viewer', undefined, 'PERMISSION_DENIED'],
    ['by who sees nothing there', { name: 'other' }, 'nobody', undefined, 'NOT_FOUND'],
    ['that names a host there is not', { hostIds: ['x'] }, 'owner', undefined, 'NOT_FOUND'],
    ['that adds a host, by who manages none', { hostIds: ['h'] }, 'manager', undefined, 'PERMISSION_DENIED'],
    [
      'to a policy that leaves too few values',
      { passwordPolicy: { length: 8, classes: [{ chars: 'ab', min: 0 }] } },
      'owner',
      undefined,
      'PASSWORD_POLICY_UNSATISFIABLE',
    ],
  ])('%s is refused, and told', async (_, patch, who, ifMatch, code) => {
    await withRole('viewer', 'pam_vaults.view');
    await withRole('manager', 'pam_vaults.manage');
    expect(await change(patch, who, ifMatch)).toBe(code);
    expect(await changes()).toEqual([]);
    expect(await nouns('hostMembers-h')).toEqual([]);
    expect(await denied('identity-change-refused')).toMatchObject([{ identityId: place.identityId, code }]);
  });

  it('that another node’s edit of the accounts overtakes is refused, and leaves no place taken', async () => {
    await withHost('g');
    const other = await application.node();
    const { eventStore } = application.adapters;
    const raced = Object.create(eventStore) as typeof eventStore;
    let isFirst = true;
    raced.append = async (stream, expected, events) => {
      if (isFirst && stream.startsWith('identity-')) {
        isFirst = false;
        await change({ hostIds: ['g'], connector: 'linux-password' }, 'owner', undefined, other);
      }
      return eventStore.append(stream, expected, events);
    };
    const slower = await application.node({ eventStore: raced });
    expect(await change({ hostIds: ['h'], connector: 'linux-password' }, 'owner', undefined, slower)).toBe('CONFLICT');
    expect((await changes()).map(({ data }) => data['hostIds'])).toEqual([['g']]);
    expect(await denied('identity-change-refused')).toMatchObject([{ code: 'CONFLICT' }]);
  });
});
