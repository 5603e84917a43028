import { NOW } from '../../../test/support/streams/a-vault';
import { HELD, subject } from '../../../test/support/streams/a-held-identity';
import { fact, Ground } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { digest, type Streams } from '../../../test/support/streams/view-of';
import { plusMinutes } from '../../kernel/time';
import { ApproveRequest, ApproveRequestHandler } from './approve-request';
import { CancelRequest, CancelRequestHandler } from './cancel-request';
import { DenyRequest, DenyRequestHandler } from './deny-request';
import { OnRequest } from './on-request';
import { RevokeRequest, RevokeRequestHandler } from './revoke-request';

/** Who cancels, denies and takes back a request, and what is told of each. */
const POLICY = { required: 1, approvers: { users: ['p-bob', 'p-cid'], groups: [] } };
const asked = (requestId: string, userId: string) =>
  fact('access-requested', {
    ...subject,
    requestId,
    userId,
    userEmail: `${userId}@x.org`,
    reason: 'logs',
    durationMinutes: 60,
    policy: POLICY,
    createdAt: NOW,
    expiresAt: plusMinutes(NOW, 1440),
  });
const approver = (userId: string): Streams => {
  const streams = peopleOf({ [userId]: { here: ['pam_vaults.view', 'pam_vaults.approve'] } });
  return { [`user-${userId}`]: streams[`user-${userId}`] ?? [], account: streams['account'] ?? [] };
};
const BOB = approver('bob');
const approvedBy = (userId: string) =>
  fact('access-request-approved', {
    ...subject,
    requestId: 'i.q1',
    userId: 'ann',
    decidedBy: userId,
    decidedByEmail: `${userId}@x.org`,
    decidedAt: NOW,
    idpUserId: `p-${userId}`,
    approvals: 1,
    required: 1,
  });
const STREAMS: Streams = {
  ...HELD,
  account: [...(HELD['account'] ?? []), ...(BOB['account'] ?? [])],
  'user-bob': BOB['user-bob'] ?? [],
  'vault-v': [
    ...(HELD['vault-v'] ?? []),
    fact('vault-changed', { identityGroupId: 'v', organizationId: 'o', name: 'Servers', approvalPolicy: POLICY }),
  ],
};
const requests = (...more: readonly ReturnType<typeof fact>[]): Streams => ({
  'identity-i': [...(HELD['identity-i'] ?? []).slice(0, 1), asked('i.q1', 'ann'), asked('i.q2', 'cid'), ...more],
});

const COMMANDS = {
  cancel: (on: OnRequest, g: Ground, who: string, id: string) =>
    new CancelRequestHandler(on).execute(new CancelRequest(g.as(who), id)),
  deny: (on: OnRequest, g: Ground, who: string, id: string) =>
    new DenyRequestHandler(on, digest).execute(new DenyRequest(g.as(who), id, 'no')),
  revoke: (on: OnRequest, g: Ground, who: string, id: string) =>
    new RevokeRequestHandler(on, digest).execute(new RevokeRequest(g.as(who), id, 'not now')),
  approve: (on: OnRequest, g: Ground, who: string, id: string) =>
    new ApproveRequestHandler(on, digest).execute(new ApproveRequest(g.as(who), id)),
};
type Command = keyof typeof COMMANDS;
const run = async (
  command: Command,
  who: string,
  id = 'i.q1',
  streams: Streams = requests(),
  known: readonly string[] = [],
) => {
  const ground = new Ground({ ...STREAMS, ...streams });
  const models = {
    readModel: (name: string) => ({
      get: async (key: string) => (name === 'access_requests' && known.includes(key) ? { id: key } : undefined),
    }),
  };
  const on = new OnRequest(ground.deciding, models as never, digest);
  return ground.when(() => COMMANDS[command](on, ground, who, id));
};
const decided = { decidedByEmail: 'bob@x.org', decidedBy: 'bob', decidedAt: NOW };

test.each<[Command, string, Streams, string, object]>([
  ['cancel', 'ann', requests(), 'cancelled', { cancelledAt: NOW }],
  ['deny', 'bob', requests(), 'denied', { ...decided, reason: 'no' }],
  ['approve', 'bob', requests(), 'approved', { ...decided, idpUserId: 'p-bob', approvals: 1, required: 1 }],
  ['revoke', 'bob', requests(approvedBy('bob')), 'revoked', { ...decided, reason: 'not now' }],
  [
    'revoke',
    'manager',
    requests(approvedBy('bob')),
    'revoked',
    { decidedBy: 'manager', decidedByEmail: 'manager@x.org', decidedAt: NOW, reason: 'not now' },
  ],
])('%s by %s: of two requests that one', async (command, who, streams, noun, data) => {
  const { facts, answer } = await run(command, who, 'i.q1', streams);
  expect(facts).toEqual([
    ['identity-i', `access-request-${noun}`, { ...subject, requestId: 'i.q1', userId: 'ann', ...data }],
  ]);
  expect(answer).toMatchObject({ id: 'i.q1' });
});

test.each<[Command, string, string, Streams, string]>([
  ['cancel', 'bob', 'who approves', requests(), 'PERMISSION_DENIED'],
  ['cancel', 'stranger', 'who does not see it', requests(), 'NOT_FOUND'],
  ['deny', 'manager', 'who only manages', requests(), 'PERMISSION_DENIED'],
  ['deny', 'ann', 'who asked', requests(), 'PERMISSION_DENIED'],
  ['deny', 'bob', 'who approves, of what is approved', requests(approvedBy('bob')), 'CONFLICT'],
  ['revoke', 'ann', 'who asked', requests(approvedBy('bob')), 'PERMISSION_DENIED'],
  ['revoke', 'bob', 'who approves, of what nobody approved', requests(), 'CONFLICT'],
  ['approve', 'cid', 'who is named and may not', requests(), 'PERMISSION_DENIED'],
])('%s by %s, %s, is refused, and that is told', async (command, who, _, streams, code) => {
  const { refused, facts } = await run(command, who, 'i.q1', streams);
  expect(refused).toBe(code);
  const reason = { deny: { reason: 'no' }, revoke: { reason: 'not now' } }[command as string] ?? {};
  expect(facts).toEqual([
    ['denied-o', `access-request-${command}-refused`, { ...subject, requestId: 'i.q1', ...reason, code }],
  ]);
});

test('who was approved once and may not approve any more is not counted: it is denied as not approved', async () => {
  const { facts } = await run('deny', 'bob', 'i.q1', requests(approvedBy('cid')));
  expect(facts).toMatchObject([['identity-i', 'access-request-denied', {}]]);
});

test.each<[string, string, readonly string[], string, number]>([
  ['that never was', 'ann', [], 'NOT_FOUND', 0],
  ['that is over and was followed by another', 'ann', ['i.q0'], 'CONFLICT', 1],
  ['that is over, to whom it is not shown', 'stranger', ['i.q0'], 'NOT_FOUND', 1],
])('a request %s', async (_, who, known, code, told) => {
  const { refused, facts } = await run('cancel', who, 'i.q0', requests(), known);
  expect([refused, facts.length]).toEqual([code, told]);
});

test('cancelled twice is once', async () => {
  const twice = requests(
    fact('access-request-cancelled', { ...subject, requestId: 'i.q1', userId: 'ann', cancelledAt: NOW }),
  );
  expect(await run('cancel', 'ann', 'i.q1', twice)).toMatchObject({ answer: { id: 'i.q1' }, facts: [] });
});
