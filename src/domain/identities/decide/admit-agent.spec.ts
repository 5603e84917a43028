import fc from 'fast-check';
import { agentOf, Rotation } from '../../../../test/support/a-rotation';
import { at, ID, moment, ON_HOSTS, replaced, history } from '../../../../test/support/an-identity';
import type { JobEvent, JobLeased } from '../../jobs/events';
import { originVersionOf } from '../withheld';
import { admitAgent } from './admit-agent';
import { cancelRotation } from './end-job';
import { queueJobs } from './job-facts';
import { reconcile, retryRotation } from './retry';
import { requestByHand } from './rotation';
import { restoreVersion } from './versions';

/** An agent that a person approved is sent no value that existed before the identity took note of it. */
const NEW = 'host1.new';
const admit = (rotation: Rotation, minutes: number, agentId = NEW) =>
  rotation.decide((state) => admitAgent(state, ID, { hostId: 'host1', agentId }, moment(minutes)));
const leaseBy = (rotation: Rotation, minutes: number, agentId = NEW) =>
  rotation.lease('host1', minutes, 'run1', agentId);
const last = (rotation: Rotation) => rotation.facts.at(-1)?.type;
const KEYS = { hostIds: ['host1'], credentialType: 'ssh_key', connector: 'ssh-authorized-keys' } as const;
const SINGLE = { ...ON_HOSTS, hostIds: ['host1'] };

test('it is taken note of once, what waits is called off, and a fresh value is asked for', () => {
  const rotation = admit(new Rotation(history(SINGLE)).look(1), 2);
  expect(rotation.told.slice(-3)).toEqual(['host-agent-admitted', 'job-cancelled', 'rotation-requested']);
  expect(rotation.facts.at(-1)?.data).toMatchObject({ trigger: 'agent_approved', mode: 'hosts' });
  const { length } = rotation.facts;
  expect(admit(rotation, 3).facts).toHaveLength(length);
});

test('a candidate from before is replaced: nobody is sent it', () => {
  const rotation = admit(Rotation.staged(SINGLE), 2);
  expect(last(rotation)).toBe('keyledger.rotation-candidate-refused.v1');
  leaseBy(rotation.stage(3, 3), 4);
  expect(rotation.facts.at(-1)).toMatchObject({ type: 'keyledger.job-leased.v1', data: { version: 3, agentId: NEW } });
});

test('its look waits for the fresh value; that of another host does not', () => {
  const rotation = new Rotation(history(ON_HOSTS));
  rotation.decide((state) => admitAgent(state, ID, { hostId: 'host1', agentId: NEW }, moment(2, 'r1')));
  rotation.decide((state) => cancelRotation(state, ID, at(3))).look(60);
  const looks = rotation.state.jobs.filter(({ type }) => type === 'verify').map(({ hostId }) => hostId);
  expect(looks).toEqual(rotation.state.settings.hostIds.filter((hostId) => hostId !== 'host1'));
});

test('a restored value is as old as it was', () => {
  const rotation = admit(new Rotation(history(SINGLE, replaced(2, 1))), 2);
  rotation.decide((state) => cancelRotation(state, ID, at(3)));
  rotation.decide((state) => restoreVersion(state, ID, 1, { version: 3, by: 'm@x.org', now: at(3) }));
  rotation.decide((state) => reconcile(state, ID, rotation.moment(4)));
  expect(last(rotation)).toBe('keyledger.rotation-requested.v1');
  expect(originVersionOf(rotation.state, 3)).toBe(1);
});

test('a job for what it may not be sent is not leased, whoever queued it: a node of an earlier release, say', () => {
  const rotation = admit(new Rotation(history(SINGLE)), 1);
  const work = { type: 'verify', purpose: 'verification', version: 1 } as const;
  rotation.decide((state) => queueJobs(state, ID, ['host1'], () => work, rotation.moment(2)));
  const { length } = rotation.facts;
  expect(leaseBy(rotation, 3).facts).toHaveLength(length);
  rotation.decide((state) => queueJobs(state, ID, ['host1'], () => ({ ...work, askedBy: 'ann' }), rotation.moment(4)));
  expect(last(leaseBy(rotation, 5))).toBe('keyledger.job-leased.v1');
});

type Act = (rotation: Rotation, minute: number) => unknown;
const quietly = (rotation: Rotation, decide: Parameters<Rotation['decide']>[0]) => {
  try {
    rotation.decide(decide);
  } catch {
    // Refused: nothing happened.
  }
};
const ACTS: readonly Act[] = [
  (r, m) => quietly(r, (state) => requestByHand(state, ID, moment(m))),
  (r, m) => r.stage(r.state.highestVersion + 1, m),
  (r, m) => admit(r, m),
  (r, m) => leaseBy(r, m),
  (r, m) => leaseBy(r, m, agentOf('host1')),
  (r, m) => r.start('host1', m).report('host1', m, 'confirmed'),
  (r, m) => r.report('host1', m, 'not_changed', { code: 'PERMISSION_DENIED' }),
  (r, m) => quietly(r, (state) => reconcile(state, ID, r.moment(m))),
  (r, m) => quietly(r, (state) => reconcile(state, ID, r.moment(m), { by: 'ann', untrusted: [] })),
  (r, m) => quietly(r, (state) => retryRotation(state, ID, r.moment(m))),
  (r, m) => r.look(m),
  (r, m) =>
    quietly(r, (state) => restoreVersion(state, ID, 1, { version: state.highestVersion + 1, by: 'm', now: at(m) })),
  (r, m) => quietly(r, () => replaced(r.state.highestVersion + 1, m)(r.state)),
];

test('whatever happens in whatever order: what it is sent is newer than it, or somebody with access asked for it', () => {
  const order = fc.array(fc.constantFrom(...ACTS), { maxLength: 40 });
  fc.assert(
    fc.property(order, fc.boolean(), (acts, keys) => {
      const settings = keys ? KEYS : SINGLE;
      const rotation = new Rotation(history(settings));
      admit(rotation, 1);
      const limit = rotation.state.agents['host1']?.withheldUpTo ?? 0;
      for (const [n, act] of acts.entries()) {
        try {
          act(rotation, n * 2 + 2);
        } catch {
          // The story can't go on like that.
        }
      }
      const asked = new Set<string>();
      const sent = new Set<number>();
      for (const fact of rotation.facts as readonly JobEvent[]) {
        if (fact.type === 'keyledger.job-queued.v1' && fact.data.askedBy !== undefined) asked.add(fact.data.jobId);
        if (fact.type !== 'keyledger.job-leased.v1' || fact.data.agentId !== NEW) continue;
        const { jobId, disclosedVersions = [] } = (fact as JobLeased).data;
        if (asked.has(jobId)) for (const version of disclosedVersions) sent.add(version);
        for (const version of disclosedVersions) {
          expect(originVersionOf(rotation.state, version) > limit || sent.has(version)).toBe(true);
        }
      }
    }),
    { numRuns: 300 },
  );
});
