import { agentOf, Rotation } from '../test/support/a-rotation';
import { at, ID } from '../test/support/an-identity';
import { hostAtWork } from '../test/support/streams/hosts-at-work';
import { fact } from '../test/support/streams/ground-of';
import type { Streams } from '../test/support/streams/view-of';
import type { DomainEvent } from '../src/kernel/event';
import type { FactOfLog } from './facts-of-bundle';
import { reperform } from './reperform';

/** A value that is sent to a host is shown to it: judged by the code that decides who is sent what. */
const STAGED = Rotation.staged();
const [TAKEN] = Rotation.staged().lease('host1', 2).facts.slice(STAGED.facts.length);

/** The facts of these streams, one stream after the other, and last the lease as it is told. */
const found = async (streams: Streams, lease: object = {}, minutes = 2) => {
  const last = { ...TAKEN, data: { ...TAKEN?.data, ...lease } } as DomainEvent;
  const all = Object.entries({ ...streams, [`identity-${ID}`]: [...STAGED.facts] }).flatMap(([stream, told]) =>
    told.map(({ type, data }, revision) => ({ stream, revision, type, data, time: at(1) })),
  );
  const leased = { stream: `identity-${ID}`, revision: STAGED.facts.length, ...last, time: at(minutes) };
  const facts = [...all, leased].map(({ time, ...told }, leaf) => ({
    leaf,
    fact: { id: `e${leaf}`, ...told, metadata: { time, actor: { kind: 'agent', name: agentOf('host1') } } },
  }));
  const { findings, disclosures } = await reperform(facts as unknown as FactOfLog[]);
  expect(disclosures).toBe(1);
  return findings.all.map(({ rule, detail }) => `${rule}: ${detail.replace(/^.*?\(/, '(')}`);
};

const AT_WORK = hostAtWork('host1');
const ELSEWHERE = Object.fromEntries(
  Object.entries(AT_WORK).map(([stream, told]) => [
    stream,
    told.map(({ type, data }) => ({ type, data: { ...data, organizationId: 'org2' } })),
  ]),
);
const REVOKED = fact('agent-revoked', { hostId: 'host1', organizationId: 'org1', agentId: agentOf('host1') });
const NOBODY = 'permission: (PERMISSION_DENIED): No agent that is at work asked for it.';
const NOT_THERE = 'permission: (CONFLICT): There was no such job to be had.';

test('an agent that is at work is sent the value of its job', async () => {
  expect(await found(AT_WORK)).toEqual([]);
});

test.each<[string, Streams, object, string]>([
  ['nobody enrolled', {}, {}, NOBODY],
  ['was revoked', hostAtWork('host1', {}, REVOKED), {}, NOBODY],
  ['waits for approval', hostAtWork('host1', { status: 'pending_approval' }), {}, NOBODY],
  ['is of another organization', ELSEWHERE, {}, NOBODY],
  ['has no such job', AT_WORK, { jobId: 'x' }, NOT_THERE],
  ['is another host’s', hostAtWork('host9'), { agentId: agentOf('host9') }, NOT_THERE],
  [
    'does not need this version',
    AT_WORK,
    { formerVersions: [7] },
    'permission: (PERMISSION_DENIED): Versions were sent that this job does not take: 7.',
  ],
  [
    'does not need what is said to be disclosed',
    AT_WORK,
    { disclosedVersions: [2, 9] },
    'permission: (PERMISSION_DENIED): Versions were sent that this job does not take: 9.',
  ],
  [
    'was named for other work',
    hostAtWork('host1', { admission: 'named' }),
    {},
    'permission: (PERMISSION_DENIED): The value was not to be sent to this agent.',
  ],
])('an agent that %s is sent a value: a finding', async (_, streams, lease, expected) => {
  expect(await found(streams, lease)).toEqual([expected]);
});
