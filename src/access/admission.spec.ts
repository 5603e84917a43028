import { agentOf, Rotation } from '../../test/support/a-rotation';
import { at, history, ID } from '../../test/support/an-identity';
import { inShort } from '../../test/support/in-short';
import { fact } from '../../test/support/a-fact';
import { peopleOf } from '../../test/support/streams/people';
import { digest, viewOf } from '../../test/support/streams/view-of';
import type { AgentAuthorization } from './agent-authorization';
import { reconcile } from '../domain/identities/decide/retry';
import { queueJobs } from '../domain/identities/decide/job-facts';
import { askingOf } from '../commands/jobs/asking-of';
import { judgeAdmission } from './admission';

/** Whether an agent works for an identity at all, and whether the value of its job may go there by now. */
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const VIEW = viewOf(peopleOf({ ann: { owner: true }, bob: {}, off: { owner: true, off: true } }));
const agent = (more: Partial<AgentAuthorization> = {}) =>
  ({ agentId: agentOf('host2'), hostId: 'host2', status: 'active', ...more }) as AgentAuthorization;
const judge = async (rotation: Rotation, who = agent(), jobId = rotation.jobOn('host2')) => {
  const moment = { now: at(10), rotationId: 'r9', unique: 'r9' };
  const asked = { identity: rotation.state, identityId: ID, jobId, agent: who };
  const decided = await judgeAdmission(VIEW, digest, asked, moment);
  return decided === undefined ? 'nothing against it' : inShort(decided);
};
const typed = (version: number, typedBy: string) =>
  fact('identity-credential-replaced', {
    version,
    replacedVersion: 1,
    replacedBy: 'x@x.org',
    replacedAt: at(1),
    typedBy,
  });
const letIn = (agentId: string) =>
  fact('host-agent-admitted', { hostId: 'host2', agentId, withheldUpTo: 0, admittedAt: at(1) });
const given = (...steps: readonly ReturnType<typeof fact>[]) => new Rotation(history(ON_TWO, ...steps));
const repairing = (rotation: Rotation) => rotation.decide((state) => reconcile(state, ID, { now: at(2), unique: 'x' }));
const askedBy = (userId: string, type: 'set' | 'verify' = 'set') => {
  const rotation = given(typed(2, 'ann'));
  const work = { type, purpose: 'reconcile', version: 2, askedBy: userId } as const;
  return rotation.decide((state) => queueJobs(state, ID, ['host1', 'host2'], () => work, { now: at(2), unique: 'q' }));
};
const FINE = 'nothing against it';
const FRESH = ['job-cancelled host2 set reconcile 2 superseded', 'rotation-requested r9 manual hosts'];

test.each<[string, () => Rotation, Partial<AgentAuthorization>, string | readonly string[]]>([
  ['one that was there before anybody was asked', () => repairing(given()), {}, FINE],
  [
    'one that a person approved for the identities of its host: a fresh value',
    () => given(),
    { admission: 'approved' },
    ['host-agent-admitted host2', 'rotation-requested r9 agent_approved hosts'],
  ],
  ['one that a person named for other work', () => repairing(given()), { admission: 'named' }, []],
  ['one that was let in', () => repairing(given(letIn(agentOf('host2')))), { admission: 'approved' }, FINE],
  ['one that was named and let in', () => repairing(given(letIn(agentOf('host2')))), { admission: 'named' }, FINE],
])('an agent is %s', async (_, scenario, more, expected) => {
  expect(await judge(scenario(), agent(more))).toEqual(expected);
});

test.each<[string, () => Rotation, string | readonly string[]]>([
  ['there is no job', () => given(typed(2, 'bob')), FINE],
  ['typed by somebody with access', () => repairing(given(typed(2, 'ann'))), FINE],
  ['typed by somebody without', () => repairing(given(typed(2, 'bob'))), FRESH],
  ['typed by somebody who is switched off by now', () => repairing(given(typed(2, 'off'))), FRESH],
  ['typed by nobody that is known', () => repairing(given(typed(2, 'nobody'))), FRESH],
  ['a look at what was typed by somebody without', () => given(typed(2, 'bob')).look(3), FINE],
  ['asked for by somebody with access', () => askedBy('ann'), FINE],
  ['asked for by somebody without', () => askedBy('bob'), FRESH],
  [
    'a look that somebody without access asked for',
    () => askedBy('bob', 'verify'),
    ['job-cancelled host2 verify reconcile 2 superseded'],
  ],
])('the value of a job: %s', async (_, scenario, expected) => {
  expect(await judge(scenario())).toEqual(expected);
});

test('a job of another host is not this agent’s to be judged', async () => {
  const rotation = repairing(given(typed(2, 'bob')));
  expect(await judge(rotation, agent(), rotation.jobOn('host1'))).toBe(FINE);
});

test('who asks, and what was typed by whom without access: a restored value by who typed it then', async () => {
  const restored = (restoredVersion: number, version: number) =>
    fact('credential-version-restored', {
      restoredVersion,
      version,
      replacedVersion: 1,
      restoredBy: 'x',
      restoredAt: at(2),
    });
  const { state } = given(
    typed(2, 'ann'),
    typed(3, 'bob'),
    restored(3, 4),
    restored(2, 5),
    restored(1, 6),
    typed(7, 'off'),
  );
  const asking = (userId: string) => askingOf(VIEW, digest, state, userId, at(3));
  expect(await asking('ann')).toEqual({ untrusted: [3, 7, 4], by: 'ann' });
  expect(await asking('bob')).toEqual({ untrusted: [3, 7, 4] });
});
