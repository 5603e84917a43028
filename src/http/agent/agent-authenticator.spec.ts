import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKeyPairSync } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { growingIds, Nodes } from '../../../test/support/two-nodes';
import { AGENT_FACTS } from '../../../test/support/application/signed-agent';
import { embeddedPresence } from '../../adapters/presence/embedded-presence';
import { GroupCommit } from '../../adapters/sqlite/group-commit';
import { openPresenceFile } from '../../adapters/presence/presence-file';
import { LockAgent, LockAgentHandler } from '../../commands/hosts/lock-agent';
import { host } from '../../domain/hosts/state';
import type { Presence } from '../../kernel/presence';
import { StoreUnavailable } from '../../kernel/store-errors';
import { rawKeyOf } from '../../../wire/raw-key';
import { signRequest } from '../../../wire/request-signature';
import { requestStateOf } from '../edge/request-state';
import { AgentAuthenticator } from './agent-authenticator';
import { withMethods } from '../../../test/support/with-methods';

const HOST = 'a'.repeat(32);
const AGENT = `${HOST}.${'b'.repeat(32)}`;
const signing = generateKeyPairSync('ed25519');
const PATH = '/agent/v1/jobs/lease';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-authenticator-'));
const reads = openPresenceFile(join(folder, 'presence.db'));
const presence = embeddedPresence(reads, new GroupCommit(reads));
let nodes: Nodes;
beforeEach(async () => {
  nodes = new Nodes();
  const subject = { hostId: HOST, organizationId: 'o' };
  const keys = { signingKey: rawKeyOf(signing.publicKey), sealingKey: 'x' };
  const at = new Date(nodes.now).toISOString();
  await nodes.write(`host-${HOST}`, [
    { type: 'keyledger.host-created.v1', data: { ...subject, name: 'web-1', createdAt: at } },
    {
      type: 'keyledger.agent-enrolled.v1',
      data: { ...subject, agentId: AGENT, ...keys, ...AGENT_FACTS, tokenId: 't', status: 'active', enrolledAt: at },
    },
  ]);
  await presence.forget(AGENT);
});
afterEach(() => nodes.close());
afterAll(() => {
  reads.close();
  rmSync(folder, { recursive: true });
});

/** A replica: its own node on the one log, the presence of all. */
const replica = async (shared: Presence = presence) => {
  const { reader, deciding } = await nodes.node();
  const lock = new LockAgentHandler(deciding);
  const authenticator = new AgentAuthenticator({
    reader,
    presence: shared,
    clock: { now: () => nodes.now },
    ids: growingIds(),
    lock: (context, agentId, sequence) => lock.execute(new LockAgent(context, agentId, sequence)),
    timeoutMs: 30_000,
  });
  return { authenticator, reader, deciding };
};

const request = (sequence: number, unhurried = false): FastifyRequest => {
  const signed = { method: 'POST', path: PATH, agentId: AGENT, timestamp: nodes.now, sequence, body: '{}' };
  return {
    method: 'POST',
    url: PATH,
    id: 'r',
    edge: null,
    socket: { remoteAddress: '10.0.0.9' },
    server: { clientAddress: (peer?: string) => peer },
    body: Buffer.from('{}'),
    routeOptions: { config: { operation: { agent: 'enrolled', unhurried, answers: {}, summary: '' } } },
    headers: {
      'keyledger-agent': AGENT,
      'keyledger-timestamp': String(nodes.now),
      'keyledger-sequence': String(sequence),
      'keyledger-signature': signRequest(signed, signing.privateKey),
    },
  } as unknown as FastifyRequest;
};

const ask = async ({ authenticator }: { authenticator: AgentAuthenticator }, sequence: number): Promise<string> => {
  try {
    await authenticator.admit(request(sequence), 'enrolled', async () => undefined);
    return 'in';
  } catch (error) {
    return (error as { refusal: { code: string } }).refusal.code;
  }
};

test('a copied machine that goes to another replica is found there, and locked on both', async () => {
  const [one, two] = [await replica(), await replica()];
  expect(await ask(one, 1)).toBe('in');
  expect(await ask(two, 2)).toBe('in');
  expect(await ask(one, 2)).toBe('AGENT_CLONED');
  expect(await ask(two, 3)).toBe('AGENT_CLONED');
  const { state } = await (await two.reader.fresh()).load(host, HOST);
  expect(state.agents).toMatchObject([{ agentId: AGENT, status: 'locked' }]);
});

test('of one request sent to two replicas at once, one is let in', async () => {
  const [one, two] = [await replica(), await replica()];
  const answers = await Promise.all([ask(one, 1), ask(two, 1), ask(one, 1), ask(two, 1)]);
  expect(answers.toSorted()).toEqual(['AGENT_CLONED', 'AGENT_CLONED', 'AGENT_CLONED', 'in']);
});

test('what one replica decided on an agent, the other knows at its next request', async () => {
  const [one, two] = [await replica(), await replica()];
  expect(await ask(one, 1)).toBe('in');
  expect(await ask(one, 1)).toBe('AGENT_CLONED');
  expect(await ask(two, 2)).toBe('AGENT_CLONED');
  await nodes.write(`host-${HOST}`, [
    { type: 'keyledger.agent-approved.v1', data: { hostId: HOST, organizationId: 'o', agentId: AGENT } },
  ]);
  expect(await ask(two, 2)).toBe('in');
  await nodes.write(`host-${HOST}`, [
    {
      type: 'keyledger.agent-revoked.v1',
      data: { hostId: HOST, organizationId: 'o', agentId: AGENT, reason: 'by_person' },
    },
  ]);
  expect(await ask(one, 3)).toBe('UNAUTHENTICATED');
  expect(await ask(two, 4)).toBe('UNAUTHENTICATED');
});

test('nobody is let in while it can not be told whether there is another', async () => {
  const away = await replica(withMethods(presence, { advance: () => Promise.reject(new StoreUnavailable('away')) }));
  await expect(away.authenticator.admit(request(1), 'enrolled', async () => undefined)).rejects.toThrow(
    StoreUnavailable,
  );
});

test('who is let in is told with what the request may do, and until when', async () => {
  const { authenticator } = await replica();
  const [short, long] = [request(1), request(2, true)];
  await authenticator.admit(short, 'enrolled', async () => undefined);
  await authenticator.admit(long, 'enrolled', async () => undefined);
  expect(requestStateOf(short)).toMatchObject({
    agent: { agentId: AGENT, hostId: HOST, hostName: 'web-1', organizationId: 'o', sealingKey: 'x' },
    context: { actor: { kind: 'agent', name: AGENT }, ip: '10.0.0.9', deadline: nodes.now + 30_000 },
  });
  expect(requestStateOf(long).context?.deadline).toBe(nodes.now + 90_000);
  expect(short.body).toEqual({});
});
