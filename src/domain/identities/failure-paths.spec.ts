import { at, ID, moment, out, request, requested, history } from '../../../test/support/an-identity';
import { agentOf, ON_FOUR, Rotation } from '../../../test/support/a-rotation';
import { given } from '../../../test/support/given-when-then';
import { isRefusal } from '../../kernel/refusal';
import { checkOut } from './decide/check-out';
import { enrollIdentity } from './decide/enroll';
import { leaseJob } from './decide/lease-job';
import { retryRotation } from './decide/retry';
import { requestWhenDue } from './decide/rotation';
import { checkIn } from './decide/session';
import { identity } from './evolve';
import { isVersionNeeded } from './needed-versions';
import { served } from './served';

/** The first ten of the 21 ways a rotation on a host goes wrong. Each leaves a stored version that logs in, and says what a person should know. */
const DAY = 24 * 60;
const last = (rotation: Rotation) => rotation.facts.at(-1);
const failed = (rotation: Rotation) => {
  const fact = last(rotation);
  return fact?.type === 'keyledger.rotation-failed.v1' ? fact.data : undefined;
};
const checkedOut = (rotation: Rotation, minutes: number, hostId?: string) =>
  checkOut(rotation.state, ID, request('s', hostId === undefined ? {} : { hostId }), moment(minutes));
const codeOf = (decided: unknown) => (isRefusal(decided) ? decided.code : 'allowed');
const kept = (rotation: Rotation, minutes: number) =>
  [1, 2, 3].filter((version) => isVersionNeeded(rotation.state, version, at(minutes)));

test('all goes well: confirmed once every host has proved it, and only then it is served', () => {
  const rotation = Rotation.staged(ON_FOUR);
  for (const [n, hostId] of ON_FOUR.hostIds.entries()) {
    expect(served(rotation.state).version).toBe(1);
    rotation.done(hostId, 2 + n);
  }
  expect(last(rotation)).toMatchObject({
    type: 'keyledger.rotation-confirmed.v1',
    data: { rotationId: 'r1', version: 2, replacedVersion: 1, vaultOnly: false },
  });
  expect(served(rotation.state)).toEqual({ version: 2, alternatives: [], unverified: false, elsewhere: [] });
});

test('#1 host offline at the request: the job waits, the old value is served, and a checkout holds the job back', () => {
  const rotation = Rotation.staged();
  expect(served(rotation.state).version).toBe(1);
  rotation.decide(out('s', 2)).lease('host1', 3);
  expect(rotation.state.jobs[0]?.lease).toBeUndefined();
  rotation.decide((state) => checkIn(state, ID, 's', { endedBy: 'checkin' }, moment(4))).lease('host1', 5);
  expect(rotation.state.jobs[0]?.lease).toMatchObject({ agentId: agentOf('host1') });
});

test('#1 a session that time has ended holds nothing back, though nobody has said so yet', () => {
  const rotation = Rotation.staged().decide(out('s', 2)).lease('host1', 62);
  expect(rotation.told.slice(-2)).toEqual(['identity-checked-in', 'job-leased']);
});

test('#2 still offline at the end: expired, the old value stays, and the scheduler starts another one', () => {
  const rotation = new Rotation(
    history({ hostIds: ['host1'], connector: 'linux-password' }, requested('r1', 1, 'after_use')),
  )
    .stage(2, 1)
    .expire(1 + DAY);
  expect(failed(rotation)).toMatchObject({ code: 'EXPIRED', hosts: { expired: ['host1'] }, retryAt: at(31 + DAY) });
  expect(served(rotation.state).version).toBe(1);
  given(identity, rotation.facts)
    .when((state) => requestWhenDue(state, ID, moment(31 + DAY)))
    .then([{ type: 'keyledger.rotation-requested.v1', data: { trigger: 'schedule' } }]);
});

test('#3 an account is taken over: nothing is there to be shown until its host has proved it', () => {
  const rotation = Rotation.enrolling();
  expect(rotation.state).toMatchObject({ status: 'enrolling', credentialVersion: 0 });
  expect(codeOf(checkedOut(rotation, 2))).toBe('NOT_CONFIRMED');
  rotation.done('host1', 2);
  expect(rotation.state).toMatchObject({ status: 'active', credentialVersion: 1, replaced: [] });
  expect(codeOf(checkedOut(rotation, 3))).toBe('allowed');
});

test('#3 taken over once: a repetition makes nothing', () => {
  const { facts, state } = Rotation.enrolling();
  const subject = { identityId: ID, identityGroupId: 'vault1', organizationId: 'org1' };
  const when = { now: at(2), rotationId: 'r2', unique: 'x' };
  given(identity, facts)
    .when((found) => enrollIdentity(found, subject, state.settings, 1, when))
    .then('nothing');
});

test('#3 an enrollment that is called off or runs out keeps the value the host may hold, and can be retried', () => {
  const rotation = Rotation.enrolling().lease('host1', 2).start('host1', 2).expire(20);
  expect(failed(rotation)).toMatchObject({ code: 'UNVERIFIED', hosts: { unverified: ['host1'] } });
  expect(kept(rotation, 100 * DAY)).toContain(1);
  rotation.decide((state) => retryRotation(state, ID, rotation.moment(30)));
  expect(rotation.state.jobs[0]).toMatchObject({ version: 1, purpose: 'enrollment', notAfter: at(40) });
  rotation.done('host1', 31);
  expect(rotation.state.status).toBe('active');
});

test.each(['ACCOUNT_UNKNOWN', 'ACCOUNT_LOCKED', 'ACCOUNT_NOT_ALLOWED', 'UNSUPPORTED', 'BAD_JOB', 'STALE_VERSION'])(
  '#4 the agent rejects (%s): failed with that code, no retry, a person looks',
  (code) => {
    const rotation = Rotation.staged().lease('host1', 2).report('host1', 3, 'not_changed', { code });
    expect(failed(rotation)).toMatchObject({ code, hosts: { notChanged: ['host1'] } });
    expect(rotation.state.jobs).toEqual([]);
    expect(served(rotation.state)).toMatchObject({ version: 1, alternatives: [] });
  },
);

test("#5 the target's rules refuse the value: three new ones, then failed", () => {
  const rotation = Rotation.staged();
  for (const version of [2, 3, 4]) {
    rotation.done('host1', version * 2, 'not_changed', 'POLICY_REJECTED');
    expect(last(rotation)?.type).toBe('keyledger.rotation-candidate-refused.v1');
    expect(rotation.state.rotation).toMatchObject({ version: undefined, refusals: version - 1 });
    rotation.stage(version + 1, version * 2 + 1);
  }
  rotation.done('host1', 20, 'not_changed', 'POLICY_REJECTED');
  expect(failed(rotation)).toMatchObject({ code: 'POLICY_REJECTED' });
});

test('#5 refused on one host: nobody else begins with that value, and the next one goes to all', () => {
  const rotation = Rotation.staged(ON_FOUR).done('host1', 2).lease('host3', 3).start('host3', 3);
  rotation.done('host2', 4, 'not_changed', 'POLICY_REJECTED');
  expect(rotation.state.jobs.map(({ hostId }) => hostId)).toEqual(['host3']);
  rotation.report('host3', 5, 'confirmed').stage(3, 6);
  for (const hostId of ON_FOUR.hostIds) rotation.done(hostId, 7);
  expect(last(rotation)).toMatchObject({ type: 'keyledger.rotation-confirmed.v1', data: { version: 3 } });
});

test.each(['not_changed', 'unverified'] as const)(
  '#6 the target is down (%s): the same version again, later and later, until its time is over',
  (outcome) => {
    const rotation = Rotation.staged();
    const pauses: number[] = [];
    for (let minutes = 2; minutes < 1 + DAY; minutes += 16) {
      rotation.done('host1', minutes, outcome, 'TARGET_UNREACHABLE');
      const job = rotation.state.jobs[0];
      pauses.push((Date.parse(job?.notBefore ?? '') - Date.parse(at(minutes + 0.2))) / 1000);
      expect(job).toMatchObject({ version: 2, notAfter: at(1 + DAY), type: 'set' });
    }
    expect(pauses.slice(0, 3)).toEqual([6, 11, 21]);
    expect(Math.max(...pauses)).toBe(451);
    rotation.expire(1 + DAY);
    expect(failed(rotation)?.code).toBe(outcome === 'unverified' ? 'UNVERIFIED' : 'EXPIRED');
  },
);

test('#6 no permission: failed at once, it would not get better by itself', () => {
  const rotation = Rotation.staged().done('host1', 2, 'not_changed', 'PERMISSION_DENIED');
  expect(failed(rotation)?.code).toBe('PERMISSION_DENIED');
});

test('#7 agent dies after lease, before started: nothing has changed; its next run has the job at once, another agent later', () => {
  const rotation = Rotation.staged().lease('host1', 2, 'run1').lease('host1', 2, 'run2');
  expect(rotation.state.jobs[0]).toMatchObject({ attempt: 3, lease: { instance: 'run2' } });
  const other = { hostId: 'host1', agentId: 'host1.other', instance: 'x', leaseId: 'l' };
  const ask = (minutes: number) => leaseJob(rotation.state, ID, rotation.jobOn('host1'), other, moment(minutes));
  expect(ask(2.5)).toEqual([]);
  expect(ask(3)).toHaveLength(1);
  expect(codeOf(checkedOut(rotation, 3))).toBe('allowed');
});

test('#8 agent dies while applying: no checkout, both values are shown, the old one first; its next run takes it up again', () => {
  const rotation = Rotation.staged().lease('host1', 2).start('host1', 2);
  expect(codeOf(checkedOut(rotation, 30))).toBe('ROTATION_IN_PROGRESS');
  expect(served(rotation.state)).toMatchObject({ version: 1, alternatives: [2], unverified: true });
  rotation.lease('host1', 2.2, 'run2');
  expect(rotation.state.jobs[0]?.lease).toMatchObject({ instance: 'run2', startedAt: at(2) });
  rotation.report('host1', 3, 'confirmed');
  expect(rotation.state.credentialVersion).toBe(2);
});

test('#9 changed, unreported: whenever the result comes it counts, and its repetition changes nothing', () => {
  const rotation = Rotation.staged().lease('host1', 2).start('host1', 2);
  const jobId = rotation.jobOn('host1');
  rotation.report('host1', 600, 'confirmed');
  expect(rotation.state.credentialVersion).toBe(2);
  expect(rotation.judged(rotation.state, 'host1', jobId, 601, 'confirmed')).toEqual([]);
  expect(rotation.judged(rotation.state, 'host1', jobId, 601, 'unverified')).toEqual([]);
});

test('#10 agent never returns after started: failed as unverified, both are shown, newest first, and both are kept', () => {
  const rotation = Rotation.staged()
    .lease('host1', 2)
    .start('host1', 2)
    .expire(1 + DAY);
  expect(failed(rotation)).toMatchObject({ code: 'UNVERIFIED', hosts: { unverified: ['host1'] } });
  expect(served(rotation.state)).toMatchObject({ version: 2, alternatives: [1], unverified: true });
  expect(kept(rotation, 100 * DAY)).toEqual([1, 2]);
  rotation.look(2 * DAY).done('host1', 2 * DAY + 1);
  expect(last(rotation)?.type).toBe('keyledger.rotation-confirmed.v1');
});

test('#10 the result that comes a day too late settles it all the same', () => {
  const rotation = Rotation.staged().lease('host1', 2).start('host1', 2);
  const jobId = rotation.jobOn('host1');
  rotation.expire(1 + DAY).report('host1', 2 * DAY, 'confirmed', { jobId });
  expect(rotation.state).toMatchObject({ credentialVersion: 2, failuresInRow: 0 });
});
