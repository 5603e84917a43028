import { formatOpenSshKey } from '../../wire/openssh-key';
import { sshPublicKey } from '../../wire/ssh-public-key';
import type { Client } from '../support/application/client';
import { HostsAtWork } from '../support/application/hosts-at-work';
import { until } from '../support/until';

/** Where an identity points, the next job brings its value: pointing it elsewhere is a way to the value. */
let hosts: HostsAtWork;
let owner: Client;
/** May manage vaults and hosts, and has no grant. */
let both: Client;
beforeAll(async () => {
  hosts = await HostsAtWork.open();
  const { fixture } = hosts;
  ({ owner, steward: both } = fixture.people);
  const permissions = ['pam_vaults.view', 'pam_vaults.manage', 'hosts.manage_users'];
  const { id: roleId } = await owner.ok('POST', '/roles', { name: 'both', permissions });
  const roles = [{ roleId, organizationId: fixture.organizationId }];
  await owner.ok('PUT', `/users/${fixture.userIds.steward}/roles`, { roles });
});
afterAll(() => hosts.end());

const grant = async (level: string): Promise<string> => {
  const { vaultId, idpUserIds } = hosts.fixture;
  const body = { principalType: 'user', principalId: idpUserIds['steward'], level };
  return (await owner.ok('POST', `/identity-groups/${vaultId}/access`, body)).id;
};
const revoke = (grantId: string) => owner.ok('DELETE', `/identity-groups/${hosts.fixture.vaultId}/access/${grantId}`);
const newHost = async (): Promise<string> =>
  (await owner.ok('POST', '/hosts', { name: 'x', organizationId: hosts.fixture.organizationId })).id;
const path = (id: string) => `/identities/${id}`;

describe('needs a grant besides hosts.manage_users', () => {
  let id: string;
  let hostId: string;
  beforeAll(async () => {
    hostId = await newHost();
    const settings = { connector: 'postgresql', connectorSettings: { port: 5432 }, username: 'app', hostIds: [hostId] };
    ({ id } = await hosts.fixture.newIdentity(settings));
  });

  const edits: [string, () => Promise<object> | object][] = [
    ['another host', async () => ({ hostIds: [hostId, await newHost()] })],
    ['another name', () => ({ username: 'mine' })],
    ['another port', () => ({ connectorSettings: { port: 6543 } })],
    ['no port', () => ({ connectorSettings: { port: null } })],
    ['another database', () => ({ connectorSettings: { database: 'mine' } })],
    ['another connector', () => ({ connector: 'mysql' })],
    ['no connector', () => ({ connector: null, connectorSettings: null })],
    ['another host in place of this one', async () => ({ hostIds: [await newHost()] })],
  ];
  it.each(edits)('%s', async (_, edit) => {
    const before = await owner.ok('GET', path(id));
    const patch = await edit();
    expect((await both.patch(path(id), patch)).body).toMatchObject({ status: 403, code: 'VAULT_ACCESS_DENIED' });
    const low = await grant('view_vault');
    expect((await both.patch(path(id), patch)).body).toMatchObject({ status: 403, code: 'VAULT_ACCESS_DENIED' });
    await revoke(low);
    const { manager } = hosts.fixture.people;
    expect((await manager.patch(path(id), patch)).body).toMatchObject({ status: 403, code: 'PERMISSION_DENIED' });
    expect(await owner.ok('GET', path(id))).toMatchObject({
      username: before.username,
      hostIds: before.hostIds,
      connectorSettings: before.connectorSettings,
    });
    const enough = await grant('view_credentials');
    expect((await both.patch(path(id), patch)).status).toBe(200);
    await revoke(enough);
    const back = { username: 'app', connector: 'postgresql', connectorSettings: { port: 5432, database: null } };
    await owner.ok('PATCH', path(id), { ...back, hostIds: [hostId] });
  });
});

test('is metadata where there is no host, and a host is given by who may; taking one off needs no grant', async () => {
  const { id } = await hosts.fixture.newIdentity({ username: 'plain' });
  const { manager } = hosts.fixture.people;
  expect((await manager.patch(path(id), { username: 'other', connector: 'postgresql' })).status).toBe(200);
  const hostId = await newHost();
  expect((await both.patch(path(id), { hostIds: [hostId] })).body.code).toBe('VAULT_ACCESS_DENIED');
  await owner.ok('PATCH', path(id), { hostIds: [hostId] });
  expect((await manager.patch(path(id), { name: 'renamed' })).status).toBe(200);
  expect((await manager.patch(path(id), { hostIds: [] })).status).toBe(200);
});

test('a value is set on hosts as typed only while who typed it may know it; a fresh one takes its place', async () => {
  const agent = await hosts.newAgent();
  const { id } = await hosts.identityOn([agent]);
  const typed = await grant('view_credentials');
  await both.ok('PUT', `${path(id)}/credential`, { credential: 'typed-by-a-manager' });
  await both.ok('POST', `${path(id)}/rotation/reconcile`);
  expect((await agent.work()).secret.value).toBe('typed-by-a-manager');
  await until('proved', async () => (await hosts.rotationOf(id)).hosts[0].state === 'confirmed');
  await both.ok('PUT', `${path(id)}/credential`, { credential: 'typed-once-more' });
  await both.ok('POST', `${path(id)}/rotation/reconcile`);
  // Asked for while it was allowed; handed out while it is not any more.
  await revoke(typed);
  const job = await agent.work();
  expect(job.secret.value).not.toContain('typed');
  await hosts.settled(id, 'confirmed');

  await both.ok('PUT', `${path(id)}/credential`, { credential: 'typed-without-access' });
  await owner.ok('POST', `${path(id)}/rotation/reconcile`);
  expect((await agent.work()).secret.value).not.toContain('typed');
  await hosts.settled(id, 'confirmed');
  await both.ok('POST', `${path(id)}/versions/${(await typedVersion(id)).toString()}/restore`);
  await owner.ok('POST', `${path(id)}/rotation/reconcile`);
  expect((await agent.work()).secret.value).not.toContain('typed');
});

const typedVersion = async (id: string): Promise<number> => {
  const facts = (await hosts.factsOf(id)).filter(({ data }) => data['typedBy'] === hosts.fixture.userIds.steward);
  return Number(facts[0]?.data['version']);
};

test('one that was typed at creation by somebody without access is not set either', async () => {
  const agent = await hosts.newAgent();
  const body = { name: 'mine', username: 'mine', credential: 'typed-at-creation', credentialType: 'password' };
  const where = { identityGroupId: hosts.fixture.vaultId, hostIds: [agent.hostId] };
  const { id } = await both.ok('POST', '/identities', { ...body, ...where });
  await both.ok('POST', `${path(id)}/rotation/reconcile`);
  expect((await agent.work()).secret.value).not.toContain('typed');
});

test('of older keys an agent that came later is told the public half alone', async () => {
  const agent = await hosts.newAgent();
  const first = formatOpenSshKey({ seed: Buffer.alloc(32, 7), check: Buffer.alloc(4), comment: 'of old' });
  const account = { username: 'deploy', credentialType: 'ssh_key', credential: first, hostIds: [agent.hostId] };
  const { id } = await hosts.fixture.newIdentity(account);
  const successor = await hosts.successorOf(agent);
  const job = await successor.take();
  expect(job.order).toMatchObject({ version: 2, oldKeys: [{ publicKey: sshPublicKey(first) }] });
  expect(Object.keys(job.secret)).toEqual(['value']);
  expect(sshPublicKey(job.secret.value)).not.toBe(sshPublicKey(first));
  const { items } = await owner.ok('GET', `/audit?identityId=${id}&type=keyledger.job-leased.v1`);
  expect(items[0].data).toMatchObject({ version: 2, disclosedVersions: [2], publicVersions: [1] });
  expect(items[0].data).not.toHaveProperty('previousVersion');
});
