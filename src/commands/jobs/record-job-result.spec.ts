import { SUBJECT } from '../../../test/support/a-fact';
import { agentOf, Rotation } from '../../../test/support/a-rotation';
import { at, history, ID, SETTINGS } from '../../../test/support/an-identity';
import { fact, Ground, type Told } from '../../../test/support/streams/ground-of';
import { findJobIn, hostAtWork } from '../../../test/support/streams/hosts-at-work';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import type { JobReport } from '../../domain/identities/decide/record-result';
import { RecordJobResult, RecordJobResultHandler } from './record-job-result';
import { TargetClaims } from './target-claims';

/** An agent's word on one of two jobs: what is written, of the account too, and who else is told of that. */
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const both = () => Rotation.staged(ON_TWO).lease('host1', 2).lease('host2', 2);
const report = (hostId: string, more: Partial<JobReport> = {}): JobReport => ({
  agentId: agentOf(hostId),
  type: 'set',
  version: 2,
  outcome: 'confirmed',
  ...more,
});
const groundOf = (rotation: Rotation, more: Streams = {}) => {
  const here = new Ground({
    ...hostAtWork('host1'),
    ...hostAtWork('host2'),
    [`identity-${ID}`]: rotation.facts,
    ...more,
  });
  here.now = Date.parse(at(10));
  return here;
};
const record = (rotation: Rotation, jobId: string, said: JobReport, more: Streams = {}) => {
  const here = groundOf(rotation, more);
  const random = { below: (most: number) => most / 2, bytes: () => new Uint8Array() };
  const claims = new TargetClaims(here.deciding, digest);
  const handler = new RecordJobResultHandler(here.deciding, findJobIn(rotation.facts), claims, here.reader, random);
  return here.when(() => handler.execute(new RecordJobResult(here.policy(), jobId, said)));
};
const short = (facts: readonly Told[]) =>
  facts.map(
    ([stream, noun, data]) => `${stream.replace(/-.*/, '')} ${noun} ${(data as { hostId?: string }).hostId ?? ''}`,
  );
const TARGET = { machine: 'm1', name: 'billing' };

test('of two jobs it is that one', async () => {
  const rotation = both();
  const { facts } = await record(rotation, rotation.jobOn('host2'), report('host2'));
  expect(facts).toMatchObject([
    [`identity-${ID}`, 'job-result-recorded', { hostId: 'host2', jobId: rotation.jobOn('host2'), recordedAt: at(10) }],
  ]);
});

test.each<[string, () => Rotation, string, JobReport]>([
  ['another agent’s', both, 'host2', report('host1')],
  ['one that nobody was handed', () => Rotation.staged(ON_TWO), 'host2', report('host2')],
  ['none', () => new Rotation(history(ON_TWO)), 'host2', report('host2')],
])('nothing is told of %s', async (_, scenario, hostId, said) => {
  const rotation = scenario();
  const happened = await record(rotation, rotation.jobOn(hostId), { ...said, target: TARGET });
  expect([happened.refused, happened.facts]).toEqual(['NOT_FOUND', []]);
});

test('one that is over is found again, and its result still counts', async () => {
  const rotation = both().start('host2', 2.1);
  const jobId = rotation.jobOn('host2');
  rotation.expire(2000);
  const { facts } = await record(rotation, jobId, report('host2', { target: TARGET }));
  // Who tells so late says nothing of the account: it may mean another one by now.
  expect(short(facts)).toEqual(['identity job-result-recorded host2']);
});

test('what is tried again is tried after a pause that chance spreads', async () => {
  const rotation = both();
  const said = report('host2', { outcome: 'not_changed', code: 'TARGET_UNREACHABLE' });
  const { facts } = await record(rotation, rotation.jobOn('host2'), said);
  expect(facts.at(-1)).toMatchObject([
    `identity-${ID}`,
    'job-queued',
    { jobId: `${ID}.new1`, hostId: 'host2', notBefore: at(10.1) },
  ]);
});

test('whoever has the job says which account it is: of the machine, then of the account, before the result counts', async () => {
  const rotation = both();
  const target = { ...TARGET, port: 5432 };
  const { facts } = await record(rotation, rotation.jobOn('host2'), report('host2', { target }));
  const claim = { organizationId: 'org1', hostId: 'host2', agentId: agentOf('host2'), claimedAt: at(10) };
  expect(facts.slice(0, 2)).toEqual([
    [`targetMachine-${digest.of('machine', 'm1')}`, 'target-machine-claimed', claim],
    [
      `targetAccount-${digest.of('account', 'm1', 'linux-password', '5432', 'billing')}`,
      'target-account-claimed',
      { ...SUBJECT, ...claim },
    ],
  ]);
  expect(short(facts.slice(2))).toEqual(['identity job-result-recorded host2']);
});

test.each<[string, () => Rotation, JobReport]>([
  ['it says nothing of it', both, report('host2')],
  [
    'the identity is no longer on that host',
    () =>
      both().decide(() => [
        fact('identity-changed', { ...SUBJECT, ...SETTINGS, ...ON_TWO, hostIds: ['host1'] }) as never,
      ]),
    report('host2', { target: TARGET }),
  ],
])('no account is claimed, as %s', async (_, scenario, said) => {
  const rotation = scenario();
  const { facts } = await record(rotation, rotation.jobOn('host2'), said);
  expect(short(facts)).toEqual(['identity job-result-recorded host2']);
});

const OTHER = { identityId: 'other', identityGroupId: 'vault2', organizationId: 'org1' };
const other = (createdAt: string): Streams => ({
  'identity-other': [
    fact('identity-created', { ...OTHER, ...SETTINGS, ...ON_TWO, name: 'Other', credentialVersion: 1, createdAt }),
  ],
  [`targetAccount-${digest.of('account', 'm1', 'linux-password', '', 'billing')}`]: [
    fact('target-account-claimed', { ...OTHER, hostId: 'host2', agentId: agentOf('host2'), claimedAt: at(1) }),
  ],
});

test.each<[string, string, boolean]>([
  ['which came later: that one stands still', at(5), false],
  ['which was there first: this one stands still', at(-5), true],
])('its account is another identity’s as well, %s, and both are told', async (_, createdAt, stopped) => {
  const rotation = both();
  const said = report('host2', { target: TARGET });
  const { facts } = await record(rotation, rotation.jobOn('host2'), said, other(createdAt));
  expect(facts.slice(2).filter(([, noun]) => noun !== 'job-cancelled')).toMatchObject([
    [`identity-${ID}`, 'job-result-recorded', {}],
    [
      `identity-${ID}`,
      'host-account-shared',
      { hostId: 'host2', otherIdentityId: 'other', otherIdentityName: 'Other', stopped },
    ],
    [
      'identity-other',
      'host-account-shared',
      { hostId: 'host2', otherIdentityId: ID, otherIdentityName: SETTINGS.name, stopped: !stopped, foundAt: at(10) },
    ],
  ]);
});

test('its machine is another host as well: that is told to it alone', async () => {
  const rotation = both();
  const claimed = {
    [`targetMachine-${digest.of('machine', 'm1')}`]: [
      fact('target-machine-claimed', {
        organizationId: 'org1',
        hostId: 'host1',
        agentId: agentOf('host1'),
        claimedAt: at(1),
      }),
    ],
  };
  const { facts } = await record(rotation, rotation.jobOn('host2'), report('host2', { target: TARGET }), claimed);
  expect(facts.at(-1)).toMatchObject([
    `identity-${ID}`,
    'host-account-shared',
    { hostId: 'host2', otherHostId: 'host1', otherHostName: 'host1-name' },
  ]);
  expect(facts.filter(([, noun]) => noun === 'host-account-shared')).toHaveLength(1);
});
