import {
  at,
  changed,
  deleted,
  ID,
  moment,
  out,
  replaced,
  request,
  requested,
  history,
} from '../../../test/support/an-identity';
import { ON_FOUR, Rotation } from '../../../test/support/a-rotation';
import { given } from '../../../test/support/given-when-then';
import { isRefusal } from '../../kernel/refusal';
import type { JobEvent } from '../jobs/events';
import { checkOut } from './decide/check-out';
import { cancelRotation } from './decide/end-job';
import { reconcile, retryJob, retryRotation } from './decide/retry';
import { requestByHand } from './decide/rotation';
import { identity } from './evolve';
import { jobRecord, type JobRecord } from './job-record';
import { isVersionNeeded } from './needed-versions';
import { served } from './served';

/** The other eleven of the 21 ways a rotation on a host goes wrong, and what people do about it. */
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

test('#11 the connection dies after the statement was sent: indefinite, so it is tried again with the same value', () => {
  const rotation = Rotation.staged().done('host1', 2, 'unverified', 'TARGET_UNREACHABLE');
  expect(rotation.state.jobs[0]).toMatchObject({ version: 2, type: 'set', attempt: 2 });
  expect(served(rotation.state)).toMatchObject({ version: 2, alternatives: [1] });
  rotation.done('host1', 5);
  expect(rotation.state.credentialVersion).toBe(2);
});

test('#12 changed, but a login refuses it: rolled back is definite, anything else is unverified', () => {
  const back = Rotation.staged().done('host1', 2, 'not_changed', 'ROLLED_BACK');
  expect(failed(back)).toMatchObject({ code: 'ROLLED_BACK', hosts: { notChanged: ['host1'] } });
  expect(served(back.state)).toMatchObject({ version: 1, alternatives: [] });
  const lost = Rotation.staged().done('host1', 2, 'unverified', 'LOGIN_REFUSED');
  expect(failed(lost)).toMatchObject({ code: 'UNVERIFIED' });
  expect(served(lost.state)).toMatchObject({ version: 2, alternatives: [1], unverified: true });
});

test('#13 changed, but no login can tell: looked at later, never called failed or confirmed meanwhile', () => {
  const rotation = Rotation.staged().done('host1', 2, 'unverified', 'LOGIN_INCONCLUSIVE');
  expect(rotation.state.rotation?.rotationId).toBe('r1');
  expect(rotation.state.jobs[0]).toMatchObject({ type: 'verify', version: 2, purpose: 'rotation' });
  rotation.done('host1', 5, 'unverified', 'LOGIN_INCONCLUSIVE').done('host1', 10);
  expect(rotation.state.credentialVersion).toBe(2);
});

test('#14 three confirmed, one expired: failed, each host gets its own version, and only the fourth is retried, with the same', () => {
  const rotation = Rotation.staged(ON_FOUR);
  for (const hostId of ['host1', 'host2', 'host3']) rotation.done(hostId, 2);
  rotation.expire(1 + DAY);
  expect(failed(rotation)).toMatchObject({
    code: 'EXPIRED',
    hosts: { confirmed: ['host1', 'host2', 'host3'], notChanged: [], unverified: [], expired: ['host4'] },
  });
  expect(served(rotation.state, 'host1')).toMatchObject({ version: 2, unverified: false });
  expect(served(rotation.state, 'host4')).toMatchObject({ version: 1, alternatives: [] });
  expect(served(rotation.state)).toMatchObject({
    version: 1,
    elsewhere: ['host1', 'host2', 'host3'].map((hostId) => ({ hostId, version: 2 })),
  });
  expect(kept(rotation, 100 * DAY)).toEqual([1, 2]);
  rotation.decide((state) => retryRotation(state, ID, rotation.moment(2 * DAY)));
  expect(rotation.state.jobs.map(({ hostId, version }) => [hostId, version])).toEqual([['host4', 2]]);
  rotation.done('host4', 2 * DAY + 1);
  expect(rotation.state.credentialVersion).toBe(2);
});

test('#15 the server dies between any two steps: what is owed can be read from the facts, and doing it twice is once', () => {
  const rotation = Rotation.staged();
  const before = rotation.facts;
  rotation.stage(9, 5).lease('host1', 6);
  expect(rotation.facts.slice(0, before.length)).toEqual(before);
  expect(rotation.told.slice(before.length)).toEqual(['job-leased']);
  // Leased, and the answer never arrived: the same run asks again.
  rotation.lease('host1', 6.1);
  expect(rotation.told.at(-1)).toBe('job-leased');
  rotation.start('host1', 6.2).start('host1', 6.3);
  expect(rotation.told.filter((name) => name === 'job-started')).toHaveLength(1);
});

test('#16 two requests at once: the second is refused', () => {
  given(identity, Rotation.staged().facts)
    .when((state) => requestByHand(state, ID, moment(2)))
    .then('ROTATION_IN_PROGRESS');
});

test('#17 a checkout while a host changes: refused, and it says for how long', () => {
  const rotation = Rotation.staged().lease('host1', 2);
  const refusal = checkedOut(rotation, 2.5);
  expect(refusal).toMatchObject({ code: 'ROTATION_IN_PROGRESS', extra: { retryAfterSeconds: 30 } });
  expect(codeOf(checkedOut(rotation, 3))).toBe('allowed');
});

test('#18 a rotation by hand while it is checked out: refused', () => {
  given(identity, history({ hostIds: ['host1'], connector: 'linux-password' }, out('s', 1)))
    .when((state) => requestByHand(state, ID, moment(2)))
    .then('CHECKED_OUT');
});

test('#19 changed past the vault: drifted, served with a warning, looked at no more; reconciling sets it again', () => {
  const rotation = Rotation.staged()
    .done('host1', 2)
    .look(DAY)
    .done('host1', DAY + 1, 'drifted', 'LOGIN_REFUSED');
  expect(served(rotation.state)).toMatchObject({ version: 2, unverified: true });
  expect(rotation.look(3 * DAY).state.jobs).toEqual([]);
  rotation.decide((state) => reconcile(state, ID, rotation.moment(4 * DAY)));
  expect(rotation.state.jobs[0]).toMatchObject({ purpose: 'reconcile', type: 'set', version: 2 });
  rotation.done('host1', 4 * DAY + 1);
  expect(served(rotation.state)).toEqual({ version: 2, alternatives: [], unverified: false, elsewhere: [] });
});

test('#20 a host is taken off the identity: the rotation folds without it', () => {
  const rotation = Rotation.staged(ON_FOUR);
  for (const hostId of ['host1', 'host2', 'host3']) rotation.done(hostId, 2);
  rotation.decide(changed({ hostIds: ['host1', 'host2', 'host3'] }));
  expect(rotation.told.slice(-3)).toEqual(['job-cancelled', 'identity-changed', 'rotation-confirmed']);
  expect(Object.keys(rotation.state.holdings)).toEqual(['host1', 'host2', 'host3']);
});

test('#21 an old job is replayed: its result changes nothing of what is known since', () => {
  const rotation = Rotation.staged().lease('host1', 2).start('host1', 2);
  const old = rotation.jobOn('host1');
  rotation
    .expire(1 + DAY)
    .decide(requested('r2', 2 * DAY))
    .stage(3, 2 * DAY)
    .done('host1', 2 * DAY + 1);
  rotation.report('host1', 3 * DAY, 'confirmed', { jobId: old });
  expect(last(rotation)).toMatchObject({ type: 'keyledger.job-result-recorded.v1', data: { late: true } });
  expect(served(rotation.state)).toEqual({ version: 3, alternatives: [], unverified: false, elsewhere: [] });
});

test('#21 the vault itself is older than the host, after a restore: the next value is above what the host had', () => {
  const rotation = Rotation.staged().lease('host1', 2).start('host1', 2);
  rotation.report('host1', 3, 'not_changed', { code: 'STALE_VERSION', held: 7 });
  expect(last(rotation)?.type).toBe('keyledger.rotation-candidate-refused.v1');
  expect(rotation.state.highestVersion).toBe(7);
  rotation.stage(8, 4).done('host1', 5);
  expect(served(rotation.state)).toEqual({ version: 8, alternatives: [], unverified: false, elsewhere: [] });
});

test.each([1, 2, 100_003])('#21 a host that claims to have had version %d is not believed', (held) => {
  const rotation = Rotation.staged().lease('host1', 2).start('host1', 2);
  rotation.report('host1', 3, 'not_changed', { code: 'STALE_VERSION', held });
  expect(failed(rotation)?.code).toBe('STALE_VERSION');
  expect(rotation.state.highestVersion).toBe(2);
});

test('a rotation that a person calls off is no failure; hosts that have the new value keep it', () => {
  const rotation = Rotation.staged(ON_FOUR).done('host1', 2);
  rotation.decide((state) => cancelRotation(state, ID, at(3)));
  expect(failed(rotation)).toMatchObject({ code: 'CANCELLED', failuresInRow: 0, hosts: { confirmed: ['host1'] } });
  expect(served(rotation.state, 'host1').version).toBe(2);
});

test('a job of a deleted identity is not done once more', () => {
  const rotation = Rotation.staged();
  const jobId = rotation.jobOn('host1');
  rotation.expire(1 + DAY).decide(deleted(2 * DAY));
  const job = jobRecord(jobId, rotation.facts as readonly JobEvent[]) as JobRecord;
  expect(codeOf(retryJob(rotation.state, ID, job, rotation.moment(2 * DAY)))).toBe('CONFLICT');
});

test('a value set by hand is unverified on its hosts, beside what they held', () => {
  const rotation = Rotation.staged().done('host1', 2).decide(replaced(3, 5));
  expect(served(rotation.state, 'host1')).toMatchObject({ version: 3, alternatives: [2], unverified: true });
  expect(kept(rotation, 100 * DAY)).toEqual([2, 3]);
});

test('a look that is told of after it was called off says nothing of what was set since', () => {
  const rotation = Rotation.staged().done('host1', 2).look(DAY).lease('host1', DAY).start('host1', DAY);
  const look = rotation.jobOn('host1');
  rotation
    .decide(replaced(3, DAY + 1))
    .decide(requested('r2', DAY + 2))
    .stage(4, DAY + 2);
  rotation
    .lease('host1', DAY + 3)
    .start('host1', DAY + 3)
    .report('host1', DAY + 4, 'confirmed', { jobId: look });
  expect(served(rotation.state)).toMatchObject({ alternatives: expect.arrayContaining([4]), unverified: true });
});

test('a job that changed nothing takes back nothing of another one with the same version', () => {
  const rotation = Rotation.staged().lease('host1', 2).start('host1', 2);
  const first = rotation.jobOn('host1');
  rotation.expire(1 + DAY).decide((state) => retryRotation(state, ID, rotation.moment(2 * DAY)));
  rotation.lease('host1', 2 * DAY).start('host1', 2 * DAY);
  rotation.report('host1', 2 * DAY + 1, 'not_changed', { jobId: first, code: 'PERMISSION_DENIED' });
  expect(served(rotation.state)).toMatchObject({ version: 1, alternatives: [2] });
});

test('a definite "not changed" takes back only what that very job may have set', () => {
  const rotation = Rotation.staged()
    .lease('host1', 2)
    .start('host1', 2)
    .expire(1 + DAY);
  rotation.decide(requested('r2', 2 * DAY)).stage(3, 2 * DAY);
  rotation.done('host1', 2 * DAY + 1, 'not_changed', 'PERMISSION_DENIED');
  expect(served(rotation.state)).toMatchObject({ version: 2, alternatives: [1], unverified: true });
  expect(failed(rotation)).toMatchObject({ code: 'UNVERIFIED' });
});
