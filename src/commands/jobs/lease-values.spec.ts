import { agentOf, Rotation } from '../../../test/support/a-rotation';
import { at, history, ID, replaced } from '../../../test/support/an-identity';
import { fact } from '../../../test/support/a-fact';
import { Ground } from '../../../test/support/streams/ground-of';
import { hostAtWork } from '../../../test/support/streams/hosts-at-work';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { reconcile } from '../../domain/identities/decide/retry';
import { StoreDamaged } from '../../kernel/store-errors';
import type { Values } from '../material/values';
import { AdmitAgent, AdmitAgentHandler } from './admit-agent';
import { LeaseJob, LeaseJobHandler } from './lease-job';

/** What is opened for an agent and sealed to it with a job, to whom nothing is handed, and what ends where that fails. */
const ON_TWO = { hostIds: ['host1', 'host2'], connector: 'linux-password' } as const;
const KEYS = { hostIds: ['host1', 'host2'], connector: 'ssh-authorized-keys', credentialType: 'ssh_key' } as const;
const staged = () => Rotation.staged(ON_TWO);
interface Instead {
  readonly streams?: Streams;
  readonly damaged?: readonly number[];
  readonly seal?: () => Promise<never>;
}

const lease = async (rotation: Rotation, { streams = {}, damaged = [], seal }: Instead = {}) => {
  const here = new Ground({
    ...hostAtWork('host1'),
    ...hostAtWork('host2'),
    [`identity-${ID}`]: rotation.facts,
    ...streams,
  });
  here.now = Date.parse(at(5));
  const sealed: unknown[] = [];
  const fetch = async (identityId: string, version: number) => {
    expect(identityId).toBe(ID);
    if (damaged.includes(version)) throw new StoreDamaged(`version ${version} is not there`);
    return () => `value ${version}`;
  };
  const values = { reads: () => ({}), fetch } as unknown as Values;
  const sealing = {
    seal: async (...asked: readonly unknown[]) => {
      sealed.push(asked);
      return seal === undefined ? ({ order: 'sealed' } as never) : seal();
    },
  };
  const handler = new LeaseJobHandler(here.deciding, values, digest, sealing);
  const asked = new LeaseJob(here.policy(), rotation.jobOn('host2'), agentOf('host2'), 'run1');
  const happened = await here
    .when(() => handler.execute(asked))
    .catch((error: Error) => ({ failed: error.message, facts: here.told }));
  return { ...happened, sealed, nouns: happened.facts.map(([, noun]) => noun) };
};

test('the value is sealed to the agent with its order, and the lease told', async () => {
  const { sealed, ...happened } = await lease(staged());
  const order = {
    v: 1,
    jobId: staged().jobOn('host2'),
    leaseId: 'new1',
    agentId: agentOf('host2'),
    hostId: 'host2',
    identityId: ID,
    type: 'set',
    target: { connector: 'linux-password', username: 'billing', settings: {} },
    version: 2,
    attempt: 1,
    issuedAt: at(5),
    notAfter: at(1 + 24 * 60),
  };
  expect(sealed).toEqual([[order, { value: 'value 2' }, 'sealing']]);
  expect(happened).toMatchObject({
    answer: { leaseId: 'new1', leaseUntil: at(6), job: { order: 'sealed' } },
    nouns: ['job-leased'],
  });
});

const repairing = (rotation: Rotation) => rotation.decide((state) => reconcile(state, ID, { now: at(4), unique: 'x' }));
test.each<[string, () => Rotation, object]>([
  ['a key, and the one in force', () => Rotation.staged(KEYS), { value: 'value 2', previous: 'value 1' }],
  [
    'a key, and whichever else may let in',
    () => repairing(new Rotation(history(KEYS, replaced(2, 1), replaced(3, 2)))),
    { value: 'value 3', previous: 'value 1', former: ['value 2'] },
  ],
  [
    'a key, and one that is older than the agent to take it away by its public half',
    () =>
      Rotation.staged(KEYS).decide(
        fact('host-agent-admitted', { hostId: 'host2', agentId: agentOf('host2'), withheldUpTo: 1, admittedAt: at(2) }),
      ),
    { value: 'value 2', toTakeAway: ['value 1'] },
  ],
])('opened is %s', async (_, scenario, values) => {
  const { sealed } = await lease(scenario());
  expect(sealed).toMatchObject([[{ version: expect.any(Number) }, values, 'sealing']]);
  expect(Object.keys((sealed[0] as readonly object[])[1] ?? {})).toEqual(Object.keys(values));
});

const elsewhere = (hostAtWork('host2')['host-host2'] ?? []).map(({ type, data }) => ({
  type,
  data: { ...data, organizationId: 'org2' },
}));
test.each<[string, () => Rotation, Streams, readonly string[]]>([
  ['an agent that is not active', staged, hostAtWork('host2', { status: 'pending' }), []],
  ['an agent of a host that is gone', staged, { 'host-host2': [] }, []],
  ['an agent of another organization', staged, { 'host-host2': elsewhere }, []],
  ['an agent that has it: once more', () => staged().lease('host2', 4.5), {}, ['job-leased']],
  ['an agent beside another one that has it', () => staged().lease('host2', 4.5, 'run', 'host2.other'), {}, []],
])('handed out, or not, to %s', async (_, scenario, streams, nouns) => {
  const happened = await lease(scenario(), { streams });
  expect(happened.nouns).toEqual(nouns);
  expect(happened.sealed).toHaveLength(nouns.length);
});

test.each<[string, () => Rotation, readonly number[]]>([
  ['its value', staged, [2]],
  ['the key in force', () => Rotation.staged(KEYS), [1]],
])('%s is not there: that job is over, and nothing was handed out', async (_, scenario, damaged) => {
  const happened = await lease(scenario(), { damaged });
  expect(happened).toMatchObject({ failed: `version ${damaged[0]} is not there`, sealed: [] });
  expect(happened.facts).toMatchObject([
    [`identity-${ID}`, 'job-cancelled', { hostId: 'host2', reason: 'value_not_opened' }],
  ]);
});

test('it can’t be sealed: what was just handed out is over, and no other job', async () => {
  const seal = () => Promise.reject(new Error('no such key'));
  const happened = await lease(staged().lease('host1', 4.5), { seal });
  expect(happened).toMatchObject({ failed: 'no such key', nouns: ['job-leased', 'job-cancelled'] });
  expect(happened.facts.at(-1)?.[2]).toMatchObject({ hostId: 'host2', reason: 'value_not_opened' });
});

test.each<[string, object, readonly string[]]>([
  [
    'that a person approved for identities',
    { tokenIssuedBy: 'ann', approved: true },
    ['host-agent-admitted', 'rotation-requested'],
  ],
  ['that nobody was asked about', {}, []],
  ['that was named alone', { tokenIssuedBy: 'ann' }, []],
])('an agent %s is let in, or not', async (_, { approved, ...agent }: { approved?: boolean }, nouns) => {
  const { agentId, hostId, organizationId } = { agentId: agentOf('host2'), hostId: 'host2', organizationId: 'org1' };
  const approval = fact('agent-approved', {
    agentId,
    hostId,
    organizationId,
    approvedBy: 'bob',
    forIdentities: true,
  })();
  const here = new Ground({
    ...hostAtWork('host2', agent, ...(approved === true ? approval : [])),
    [`identity-${ID}`]: history(ON_TWO),
  });
  const handler = new AdmitAgentHandler(here.deciding);
  const { facts } = await here.when(() => handler.execute(new AdmitAgent(here.policy(), ID, agentId)));
  expect(facts.map(([, noun]) => noun)).toEqual(nouns);
});
