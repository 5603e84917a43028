import { Rotation } from '../../../test/support/a-rotation';
import { ID } from '../../../test/support/an-identity';
import { between } from '../../../test/support/two-nodes';
import { PolicyFixture } from '../../../test/support/policy-fixture';
import { AGENT, tellRotation } from '../../../test/support/tell-rotation';
import { AdmitAgent } from '../jobs/admit-agent';
import { RecordJobResult } from '../jobs/record-job-result';
import { ApproveAgent } from './approve-agent';

/** Letting an agent in, and its word on an account: on two nodes at once, and on a log that fails in between. */
let application: PolicyFixture;
const [NEXT, OTHER] = ['host1.next', 'host1.other'];
beforeEach(async () => {
  application = await PolicyFixture.open();
});
afterEach(() => application.close());

const waiting = async (agentId: string) =>
  application.append('host-host1', 'agent-enrolled', {
    ...AGENT,
    agentId,
    signingKey: `signing ${agentId}`,
    sealingKey: `sealing ${agentId}`,
    hostname: 'web-1',
    platform: 'linux',
    agentVersion: '1',
    connectors: ['linux-password'],
    tokenId: `token ${agentId}`,
    tokenIssuedBy: 'somebody',
    status: 'pending_approval',
    enrolledAt: '2026-03-01T09:00:00.000Z',
  });
const typesIn = async (stream: string, type: RegExp) =>
  (await application.facts(stream)).filter((fact) => type.test(fact.type)).map(({ data }) => data['agentId']);

test('approved on two nodes at once it is approved once, and of two agents the one approved last works alone', async () => {
  await tellRotation(application, Rotation.staged());
  for (const agentId of [NEXT, OTHER]) await waiting(agentId);
  const [one, two] = [await application.node(), await application.node()];
  const approve = ({ commands }: typeof one, agentId: string) =>
    commands.execute(new ApproveAgent(application.as('owner'), 'host1', agentId));
  await Promise.all([approve(one, NEXT), approve(two, NEXT)]);
  expect(await typesIn('host-host1', /agent-approved/)).toEqual([NEXT]);
  await expect(approve(two, OTHER)).rejects.toMatchObject({ refusal: { code: 'CONFLICT' } });
});

test('admitted on two nodes at once it is admitted once, and one other candidate is owed', async () => {
  await tellRotation(application, Rotation.staged());
  await waiting(NEXT);
  const [one, two] = [await application.node(), await application.node()];
  await one.commands.execute(new ApproveAgent(application.as('owner'), 'host1', NEXT));
  await Promise.all(
    [one, two].map(({ commands }) => commands.execute(new AdmitAgent(application.as('policy'), ID, NEXT))),
  );
  expect(await typesIn(`identity-${ID}`, /host-agent-admitted/)).toEqual([NEXT]);
  expect(await typesIn(`identity-${ID}`, /candidate-refused/)).toHaveLength(1);
});

test('the log fails when the approval is written: nothing stands, and the next try does it', async () => {
  await tellRotation(application, Rotation.staged());
  await waiting(NEXT);
  const append = () => Promise.reject(new Error('no log'));
  const failing = await application.node({ eventStore: between(application.adapters.eventStore, { append }) });
  const approval = () => new ApproveAgent(application.as('owner'), 'host1', NEXT);
  await expect(failing.commands.execute(approval())).rejects.toThrow('no log');
  expect(await typesIn('host-host1', /agent-approved/)).toEqual([]);
  await (await application.node()).commands.execute(approval());
  expect(await typesIn('host-host1', /agent-approved/)).toEqual([NEXT]);
});

test('what an agent says of the account is claimed once, whichever node hears it, and stands before its result does', async () => {
  const rotation = Rotation.staged().lease('host1', 2).start('host1', 2.1);
  await tellRotation(application, rotation);
  const target = { machine: 'machine 1', name: 'billing' };
  const report = { agentId: AGENT.agentId, type: 'set', version: 2, outcome: 'confirmed', target } as const;
  const result = () => new RecordJobResult(application.as('agent'), rotation.jobOn('host1'), report);
  const { eventStore, digest } = application.adapters;
  const append: typeof eventStore.append = (stream, ...rest) =>
    stream.startsWith('identity-') ? Promise.reject(new Error('no log')) : eventStore.append(stream, ...rest);
  const failing = await application.node({ eventStore: between(eventStore, { append }) });
  await expect(failing.commands.execute(result())).rejects.toThrow('no log');
  const [one, two] = [await application.node(), await application.node()];
  await Promise.all([one, two].map(({ commands }) => commands.execute(result())));
  expect(await typesIn(`targetMachine-${digest.of('machine', 'machine 1')}`, /claimed/)).toEqual([AGENT.agentId]);
  expect(await typesIn(`identity-${ID}`, /job-result-recorded/)).toEqual([AGENT.agentId]);
});
