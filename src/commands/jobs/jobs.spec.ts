import { agentOf, Rotation } from '../../../test/support/a-rotation';
import { at, ID } from '../../../test/support/an-identity';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { findJobIn } from '../../../test/support/streams/hosts-at-work';
import { peopleOf } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { CancelJob, CancelJobHandler } from './cancel-job';
import { ExpireJob, ExpireJobHandler } from './expire-job';
import { GiveUpJobs, GiveUpJobsHandler } from './give-up-jobs';
import { KeepLease, KeepLeaseHandler } from './keep-lease';
import { OnlineHosts } from './online-hosts';
import { RetryJob, RetryJobHandler } from './retry-job';
import { VerifyHosts, VerifyHostsHandler } from './verify-hosts';

const HOST = 'host1';
const AGENT = agentOf(HOST);
const subject = { identityId: ID, identityGroupId: 'vault1', organizationId: 'org1' };
const role = (roleId: string, permission: string) =>
  fact('role-created', { roleId, name: roleId, permissions: [permission] });
const has = (userId: string, roleId: string) =>
  fact('user-roles-assigned', { userId, roles: [{ roleId, organizationId: 'org1' }] });
const host = (status = 'active'): Streams => ({
  [`host-${HOST}`]: [
    fact('host-created', { hostId: HOST, organizationId: 'org1', name: 'web', createdAt: at(0) }),
    fact('agent-enrolled', {
      hostId: HOST,
      organizationId: 'org1',
      agentId: AGENT,
      tokenId: 't',
      signingKey: 's',
      sealingKey: 'k',
      hostname: 'web',
      platform: 'linux',
      agentVersion: '1',
      connectors: [],
      status,
      enrolledAt: at(0),
    }),
  ],
});
const STREAMS = peopleOf(
  { operator: {}, viewer: {}, stranger: {} },
  {
    account: [role('hosts', 'hosts.manage_users'), role('views', 'pam_vaults.view')],
    'user-operator': [has('operator', 'hosts')],
    'user-viewer': [has('viewer', 'views')],
    ...host(),
  },
);

const ground = (rotation: Rotation, minutes: number, more: Streams = {}) => {
  const made = new Ground({ ...STREAMS, [`identity-${ID}`]: rotation.facts, ...more });
  made.now = Date.parse(at(minutes));
  return made;
};
const find = (rotation: Rotation) => findJobIn(rotation.facts);
const nouns = (facts: readonly Told[]) => facts.map(([, noun]) => noun);
const staged = () => Rotation.staged();
const leased = () => staged().lease(HOST, 2);
const started = () => leased().start(HOST, 2.1);

const cancel = (who: string, rotation: Rotation, jobId = rotation.jobOn(HOST)) => {
  const here = ground(rotation, 2.5);
  const handler = new CancelJobHandler(here.deciding, find(rotation));
  return here.when(() => handler.execute(new CancelJob(here.as(who), jobId)));
};

test.each<[string, string, () => Rotation, string | undefined, readonly string[]]>([
  ['that nobody has begun', 'operator', staged, undefined, ['job-cancelled', 'rotation-failed']],
  ['that an agent is at', 'operator', started, 'ROTATION_IN_PROGRESS', ['job-cancel-refused']],
  ['as one who only looks', 'viewer', staged, 'PERMISSION_DENIED', ['job-cancel-refused']],
  ['that is out of sight', 'stranger', staged, 'NOT_FOUND', ['job-cancel-refused']],
])('somebody calls a job off %s', async (_, who, rotation, code, told) => {
  const happened = await cancel(who, rotation());
  expect([happened.refused, nouns(happened.facts)]).toEqual([code, told]);
  if (code !== undefined) {
    expect(happened.facts).toEqual([
      ['denied-org1', 'job-cancel-refused', { ...subject, jobId: staged().jobOn(HOST), code }],
    ]);
  }
});

test('a job there is not is nobody’s, and no fact', async () => {
  expect(await cancel('operator', staged(), `${ID}.x`)).toMatchObject({ refused: 'NOT_FOUND', facts: [] });
  expect(await cancel('operator', staged(), 'x.x')).toMatchObject({ refused: 'NOT_FOUND', facts: [] });
});

test('nobody did a job in time: that is told when the time is over, and not before', async () => {
  const rotation = staged();
  const jobId = rotation.jobOn(HOST);
  const { notAfter = '' } = rotation.state.jobs[0] ?? {};
  const run = (now: number) => {
    const here = ground(rotation, 0);
    here.now = now;
    return here.when(() => new ExpireJobHandler(here.deciding).execute(new ExpireJob(here.policy(), jobId)));
  };
  expect((await run(Date.parse(notAfter) - 1)).facts).toEqual([]);
  expect(nouns((await run(Date.parse(notAfter) + 1)).facts)).toEqual(['job-expired', 'rotation-failed']);
});

test.each<[string, () => Rotation, string, readonly string[]]>([
  ['what it was at is nowhere', started, AGENT, ['job-cancelled', 'rotation-failed']],
  ['what another one was at stays', started, 'host1.other', []],
])('an agent is out: %s', async (_, rotation, agentId, told) => {
  const here = ground(rotation(), 2.5);
  const handler = new GiveUpJobsHandler(here.deciding);
  const { facts } = await here.when(() => handler.execute(new GiveUpJobs(here.policy(), ID, agentId)));
  expect(nouns(facts)).toEqual(told);
});

const keep = (step: 'start' | 'extend', rotation: Rotation, more: Streams = {}) => {
  const here = ground(rotation, 2.2, more);
  const [job] = rotation.state.jobs;
  const { leaseId = '' } = job?.lease ?? {};
  const keepLease = new KeepLease(here.policy(), step, AGENT, job?.jobId ?? '', leaseId);
  return here.when(() => new KeepLeaseHandler(here.deciding).execute(keepLease));
};

test.each<[string, 'start' | 'extend', () => Rotation, Streams, string | undefined, readonly string[]]>([
  ['begins', 'start', leased, {}, undefined, ['job-started']],
  ['goes on', 'extend', started, {}, undefined, ['job-lease-extended']],
  ['begins after it was revoked', 'start', leased, host('revoked'), 'LEASE_LOST', []],
  ['goes on after its host is gone', 'extend', started, { [`host-${HOST}`]: [] }, 'LEASE_LOST', []],
  ['begins what it has not leased', 'start', staged, {}, 'LEASE_LOST', []],
])('an agent %s', async (_, step, rotation, more, code, told) => {
  const happened = await keep(step, rotation(), more);
  expect([happened.refused, nouns(happened.facts)]).toEqual([code, told]);
  if (code === undefined) expect(Date.parse(happened.answer?.leaseUntil ?? '')).toBeGreaterThan(Date.parse(at(2.2)));
});

const online = (here: Ground, ...seen: readonly (readonly [string, number])[]) =>
  new OnlineHosts({ seen: async () => new Map(seen) } as never, here.clock);

test('a host is there that was seen within 90 seconds', async () => {
  const here = ground(staged(), 10);
  const ago = (seconds: number) => here.now - seconds * 1000;
  const hosts = online(here, ['a', ago(89)], ['b', ago(90)], ['c', ago(91)]);
  expect(await hosts.among(['a', 'b', 'c', 'd'])).toEqual(['a']);
});

test.each<[string, { dueAt?: string } | { hostId: string }, boolean, readonly string[]]>([
  ['one whose agent is about to come', { hostId: HOST }, false, ['job-queued']],
  ['one that is there', {}, true, ['job-queued']],
  ['one that is not there', {}, false, []],
  ['one that was heard of since it was due', { dueAt: at(1) }, true, []],
])('hosts are asked whether they hold what they should: %s', async (_, asks, isThere, told) => {
  const rotation = started().report(HOST, 2.3, 'confirmed');
  const here = ground(rotation, 60);
  const there = online(here, ...(isThere ? [[HOST, here.now] as const] : []));
  const handler = new VerifyHostsHandler(here.deciding, there);
  const { facts } = await here.when(() => handler.execute(new VerifyHosts(here.policy(), ID, asks)));
  expect(nouns(facts)).toEqual(told);
});

const retry = (who: string, rotation: Rotation, jobId: string) => {
  const here = ground(rotation, 60);
  const handler = new RetryJobHandler(here.deciding, find(rotation), digest);
  return here.when(() => handler.execute(new RetryJob(here.as(who), jobId)));
};

test.each<[string, string, string | undefined]>([
  ['by who manages hosts', 'operator', undefined],
  ['by who only looks', 'viewer', 'PERMISSION_DENIED'],
  ['by who does not see it', 'stranger', 'NOT_FOUND'],
])('a job that failed is done once more %s', async (_, who, code) => {
  const rotation = started().report(HOST, 2.3, 'not_changed');
  const jobId = Rotation.staged().jobOn(HOST);
  const happened = await retry(who, rotation, jobId);
  expect(happened.refused).toBe(code);
  expect(nouns(happened.facts)).toEqual(
    code === undefined ? ['rotation-retried', 'job-queued'] : ['job-retry-refused'],
  );
  if (code === undefined) expect(happened.answer?.id).toBe(`${ID}.new1`);
});

test('a job that goes on is not done once more, nor one there is not', async () => {
  expect((await retry('operator', started(), started().jobOn(HOST))).refused).toBe('CONFLICT');
  expect((await retry('operator', started(), `${ID}.x`)).refused).toBe('NOT_FOUND');
});
