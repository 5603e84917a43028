import { formatOpenSshKey } from '../../wire/openssh-key';
import { sshPublicKey } from '../../wire/ssh-public-key';
import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { ScriptedAgent } from '../support/application/scripted-agent';
import { newFixture, type Fixture } from '../support/application/fixture';
import { until } from '../support/until';

/** § Password rotation of SSH keys, seen from the server: a new pair, and every older key that has to be taken away. */
let application: RunningApplication;
let fixture: Fixture;
let owner: Client;
let agent: ScriptedAgent;
let id: string;
const first = formatOpenSshKey({ seed: Buffer.alloc(32, 7), check: Buffer.alloc(4), comment: 'of old' });
beforeAll(async () => {
  application = await runningApplication();
  fixture = await newFixture(application);
  ({ owner } = fixture.people);
  agent = await ScriptedAgent.onNewHost(application, owner, fixture.organizationId, 'web-1');
  const account = { name: 'deploy', username: 'deploy', credentialType: 'ssh_key', credential: first };
  const where = { identityGroupId: fixture.vaultId, hostIds: [agent.hostId] };
  ({ id } = await owner.ok('POST', '/identities', { ...where, ...account }));
});
afterAll(() => application.end());

const rotate = () => owner.ok('POST', `/identities/${id}/rotate`);
const settled = (status: string) =>
  until(status, async () => (await owner.ok('GET', `/identities/${id}/rotation`)).status === status);

test('an older key goes with the next rotation, also one of a try that came to nothing; the disclosure of each is a fact', async () => {
  await rotate();
  const tried = await agent.take();
  expect(sshPublicKey(tried.secret.value)).toMatch(/^ssh-ed25519 /);
  expect(tried.secret).toEqual({ value: expect.any(String), previous: first });
  await agent.start(tried);
  await agent.report(tried, 'unverified', 'LOGIN_REFUSED');
  await settled('failed');
  await rotate();
  const job = await agent.take();
  expect(job.secret).toEqual({ value: expect.any(String), previous: first, former: [tried.secret.value] });
  await agent.start(job);
  await agent.report(job, 'confirmed');
  await settled('confirmed');
  expect((await owner.ok('POST', `/identities/${id}/reveal`)).credential).toEqual({
    type: 'ssh_key',
    proven: 'on-hosts',
    username: 'deploy',
    value: job.secret.value,
    version: 3,
  });
  const { items } = await owner.ok('GET', `/audit?identityId=${id}&type=keyledger.job-leased.v1&order=asc`);
  expect(items.map(({ data }: { data: object }) => data)).toMatchObject([
    { version: 2, previousVersion: 1 },
    { version: 3, previousVersion: 1, formerVersions: [2] },
  ]);
});
