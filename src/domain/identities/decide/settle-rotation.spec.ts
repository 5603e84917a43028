import { fact, SUBJECT } from '../../../../test/support/a-fact';
import { ON_FOUR, Rotation } from '../../../../test/support/a-rotation';
import { at, history, ID, requested, SETTINGS } from '../../../../test/support/an-identity';
import { inShort } from '../../../../test/support/in-short';
import { cancelJob } from './end-job';
import { settleRotation } from './settle-rotation';

/** How a rotation on several hosts ends, as each of them ended, and what it is told with. */
type End = (rotation: Rotation, hostId: string) => Rotation;
const has: End = (rotation, hostId) => rotation.done(hostId, 2);
const no =
  (code?: string): End =>
  (rotation, hostId) =>
    rotation.done(hostId, 3, 'not_changed', code);
const unknown: End = (rotation, hostId) => rotation.done(hostId, 4, 'unverified', 'LOGIN_REFUSED');
const holdsAnother: End = (rotation, hostId) => rotation.lease(hostId, 4).report(hostId, 5, 'drifted', { code: 'X' });
const silent: End = (rotation) => rotation;
const begunAndSilent: End = (rotation, hostId) => rotation.lease(hostId, 4).start(hostId, 4);
const calledOff: End = (rotation, hostId) =>
  rotation.decide((state) => cancelJob(state, ID, rotation.jobOn(hostId), at(5)));
const removed: End = (rotation, hostId) => {
  const { settings } = rotation.state;
  const hostIds = settings.hostIds.filter((id) => id !== hostId);
  const job = rotation.state.jobs.find((open) => open.hostId === hostId);
  return rotation
    .decide(fact('job-cancelled', { ...job, started: false, reason: 'host_removed', cancelledAt: at(5) }))
    .decide(fact('identity-changed', { ...settings, hostIds }));
};

/** The candidate's last piece of news is that time is over, for every host that has said nothing. */
const after = (...ends: readonly End[]): Rotation =>
  ends.reduce((rotation, end, n) => end(rotation, `host${n + 1}`), Rotation.staged(ON_FOUR)).expire(2000);
const endOf = (rotation: Rotation): object => rotation.facts.at(-1)?.data ?? {};
const NONE = { confirmed: [], notChanged: [], unverified: [], expired: [] };

test.each<[string, readonly End[], string, object]>([
  [
    'one that nobody knows of is the worst, however the others ended',
    [has, no('PERMISSION_DENIED'), unknown, silent],
    'UNVERIFIED',
    { confirmed: ['host1'], notChanged: ['host2'], unverified: ['host3'], expired: ['host4'] },
  ],
  [
    'one that was begun and never told of is nobody knows',
    [has, has, has, begunAndSilent],
    'UNVERIFIED',
    { confirmed: ['host1', 'host2', 'host3'], unverified: ['host4'] },
  ],
  [
    'one that holds something else is nobody knows',
    [holdsAnother, has, has, has],
    'UNVERIFIED',
    { confirmed: ['host2', 'host3', 'host4'], unverified: ['host1'] },
  ],
  [
    'one that did not answer comes before one that said no',
    [no('PERMISSION_DENIED'), has, silent, silent],
    'EXPIRED',
    { confirmed: ['host2'], notChanged: ['host1'], expired: ['host3', 'host4'] },
  ],
  [
    'of those that said no, the first one is told',
    [has, no('PERMISSION_DENIED'), no('ACCOUNT_LOCKED'), has],
    'PERMISSION_DENIED',
    { confirmed: ['host1', 'host4'], notChanged: ['host2', 'host3'] },
  ],
  [
    'what was called off comes after what a host said itself',
    [calledOff, has, no('ACCOUNT_LOCKED'), has],
    'ACCOUNT_LOCKED',
    { confirmed: ['host2', 'host4'], notChanged: ['host1', 'host3'] },
  ],
  [
    'called off everywhere',
    [calledOff, calledOff, calledOff, calledOff],
    'CANCELLED',
    { notChanged: ['host1', 'host2', 'host3', 'host4'] },
  ],
  [
    'a host that said no and not why',
    [no(), has, has, has],
    'NOT_CHANGED',
    { confirmed: ['host2', 'host3', 'host4'], notChanged: ['host1'] },
  ],
])('%s', (_, ends, code, hosts) => {
  const rotation = after(...ends);
  expect(rotation.told.filter((name) => name === 'rotation-failed')).toHaveLength(1);
  expect(endOf(rotation)).toMatchObject({
    rotationId: 'r1',
    code,
    hosts: { ...NONE, ...hosts },
  });
});

test('a host that it is no longer on does not count: neither when the others have it, nor when they do not', () => {
  const confirmed = after(has, has, removed, has);
  confirmed.decide((state) => settleRotation(state, ID, at(9)));
  expect(confirmed.told.at(-1)).toBe('rotation-confirmed');
  expect(endOf(after(has, removed, no('ACCOUNT_LOCKED'), has))).toMatchObject({
    code: 'ACCOUNT_LOCKED',
    hosts: { confirmed: ['host1', 'host4'], notChanged: ['host3'] },
  });
});

test('without any host left it has failed for that', () => {
  const rotation = Rotation.staged({ hostIds: ['host1'], connector: 'linux-password' });
  removed(rotation, 'host1').decide((state) => settleRotation(state, ID, at(9)));
  expect(endOf(rotation)).toMatchObject({ code: 'HOST_REMOVED', hosts: NONE });
});

test.each<[string, Rotation]>([
  ['none was asked for', new Rotation(history(ON_FOUR))],
  ['its value is still to be made', new Rotation(history(ON_FOUR, requested('r1', 1)))],
  ['a person is to paste it', new Rotation(history({ credentialType: 'api_key' }, requested('r1', 1)))],
  ['one host is still asked', Rotation.staged(ON_FOUR).done('host1', 2).done('host2', 3, 'not_changed')],
  ['one that failed has a candidate that one host has not', after(has, has, has, silent)],
])('nothing is settled while %s', (_, { state }) => {
  expect(inShort(settleRotation(state, ID, at(3000)))).toEqual([]);
});

test('an identity that is on no host any more proves nothing of the candidate that a failed rotation left', () => {
  const rotation = after(has, has, has, silent).decide(fact('identity-changed', SETTINGS));
  expect(inShort(settleRotation(rotation.state, ID, at(3000)))).toEqual([]);
});

test('work on a host that is not for this value holds nothing up', () => {
  const rotation = Rotation.staged(ON_FOUR).decide(
    fact('job-queued', {
      jobId: 'other',
      hostId: 'host1',
      type: 'verify',
      purpose: 'verification',
      version: 2,
      attempt: 1,
      createdAt: at(2),
      notAfter: at(9000),
    }),
  );
  for (const { jobId } of rotation.state.jobs.slice(0, 4)) {
    rotation.decide((state) => cancelJob(state, ID, jobId, at(5)));
  }
  expect(rotation.told.at(-1)).toBe('rotation-failed');
});

test('the last host proves late what had failed: confirmed, whole, and the next one is due from then on', () => {
  const rotation = Rotation.staged({ ...ON_FOUR, rotationIntervalDays: 30 });
  for (const hostId of ['host1', 'host2', 'host3']) rotation.done(hostId, 2);
  rotation.lease('host4', 3).start('host4', 3);
  const jobId = rotation.jobOn('host4');
  rotation.expire(2000).report('host4', 3000, 'confirmed', { jobId });
  expect(rotation.facts.at(-1)).toStrictEqual({
    type: 'keyledger.rotation-confirmed.v1',
    data: {
      ...SUBJECT,
      rotationId: 'r1',
      version: 2,
      replacedVersion: 1,
      vaultOnly: false,
      confirmedAt: at(3000),
      nextRotationAt: at(3000 + 30 * 24 * 60),
    },
  });
});
