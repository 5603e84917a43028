import { MADE, subject } from '../../test/support/streams/a-held-identity';
import { EARLIER, LATER, NOW } from '../../test/support/streams/a-vault';
import { asked } from '../../test/support/streams/asked-act';
import { fact } from '../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import { grant, grantsOf, groupOf, guardedBy, recordChanged, recordOf, SECRET } from '../../test/support/streams/reach';
import { rightsOf } from '../../test/support/streams/rights-of';
import { together } from '../../test/support/streams/together';
import { digest, viewOf, type Streams } from '../../test/support/streams/view-of';
import { identity as identityFold } from '../domain/identities/evolve';
import { isRefusal } from '../kernel/refusal';
import type { JudgedStep, Tell } from '../kernel/judged-step';
import { requireSecret } from './acts/require-secret';
import type { CallerPermissions } from './caller-permissions';
import { requireIdpUser } from './idp-mapping';
import { requireApproval } from './require-approval';
import { requireRole } from './require';
import { requireIdentity } from './require-identity';
import { requireVaultAccess } from './vault-access';

const BASE: Streams = together(
  peopleOf(
    {
      olga: { owner: true },
      adam: { admin: true },
      ann: { here: ['pam_vaults.view'] },
      eve: {},
      robot: { machine: true },
    },
    PLACES,
  ),
  recordOf('ann'),
  groupOf('g', ['ann']),
  { 'identity-i': [MADE] },
);
/** The steps that are told, with the streams that were looked at, and what of them. */
const told = async (streams: Streams, judge: (tell: Tell) => unknown) => {
  const steps: JudgedStep[] = [];
  await judge((step) => void steps.push(step));
  const view = viewOf(streams, NOW);
  return Promise.all(
    steps.map(async ({ step, holds, explanation, on }) => {
      const parts = await Promise.all(on.map(async (each) => [each.stream, (await each.judged(view)).parts]));
      return { step, holds, explanation, on: Object.fromEntries(parts) as Record<string, unknown> };
    }),
  );
};
const grantStep = async (streams: Streams, who = 'ann', more: Partial<CallerPermissions> = {}) => {
  const rights = { ...(await rightsOf(streams, who)), ...more };
  const wanted = { vaultId: 'v', level: 'view_credentials', now: NOW } as const;
  const steps = await told(streams, (tell) => requireVaultAccess(viewOf(streams, NOW), digest, rights, wanted, tell));
  return steps.at(-1);
};

const toAnn = (more: object = {}) => together(BASE, grantsOf(grant('a', { user: 'ann' }, more)));
const toG = together(BASE, groupOf('h', []), grantsOf(grant('a', { group: 'g' })));
const at = 'Has a live grant at level checkout on the vault,';
const needed = 'view_credentials is needed.';
test.each<[string, Streams, string, object]>([
  [
    'by name',
    toAnn(),
    `${at} by name, without an end; ${needed}`,
    { 'vaultAccess-v': { grant: expect.objectContaining({ grantId: 'a' }) } },
  ],
  [
    'with an end',
    toAnn({ expiresAt: LATER }),
    `${at} by name, until ${LATER}; ${needed}`,
    { 'vaultAccess-v': { grant: expect.objectContaining({ grantId: 'a' }) } },
  ],
  [
    'through a group',
    toG,
    `${at} through a group, without an end; ${needed}`,
    { 'vaultAccess-v': { grant: expect.objectContaining({ grantId: 'a' }) }, 'directoryGroup-g': { member: true } },
  ],
])('of a grant it is told how it reaches somebody: %s', async (_, streams, explanation, on) => {
  expect(await grantStep(streams)).toEqual({ step: 'grant', holds: true, explanation, on });
});

test('through a group that a token names it is told until when, and by which names it is meant', async () => {
  const listed = fact('idp-group-tokens-listed', { idpGroupId: 'h', namedBy: [{ issuer: 'i', name: 'ops' }] });
  const streams = together(BASE, groupOf('h', []), grantsOf(grant('a', { group: 'h' })), { account: [listed] });
  const byToken = { issuer: 'i', until: LATER, idpGroupIds: ['h'] };
  expect(await grantStep(streams, 'ann', { byToken })).toMatchObject({
    explanation: `${at} through a group that the token names, while it lasts, until ${LATER}; ${needed}`,
    on: { account: { namedBy: [{ issuer: 'i', name: 'ops' }] } },
  });
});

test('an owner needs no grant, and who has none is told what was looked at', async () => {
  expect(await grantStep(BASE, 'olga')).toEqual({
    step: 'grant',
    holds: true,
    explanation: 'An account owner needs no grant.',
    on: { account: { owner: true } },
  });
  const bob = together(BASE, grantsOf(grant('b', { user: 'bob' })));
  const none = await grantStep(bob);
  expect([none?.holds, Object.keys(none?.on ?? {})]).toEqual([false, ['vaultAccess-v']]);
  expect(none?.explanation).toContain('view_credentials');
});

const link = fact('user-linked', { userId: 'robot', idpUserId: 'p-ann' });
test.each<[string, string, Streams, string, object]>([
  ['active', 'ann', BASE, 'Is mapped to an active IDP user.', { 'directory-p-ann': { status: 'active' } }],
  [
    'off',
    'ann',
    together(BASE, { 'directory-p-ann': [recordChanged('ann', false)] }),
    'The IDP user is switched off.',
    { 'directory-p-ann': { status: 'inactive' } },
  ],
  [
    'not there',
    'eve',
    BASE,
    'The directory has no IDP user with this e-mail.',
    { [`directoryEmail-${digest.of('eve@x.org')}`]: {} },
  ],
  ['not linked', 'robot', BASE, 'The machine is linked to no IDP user.', { 'user-robot': {} }],
  [
    'linked',
    'robot',
    together(BASE, { 'user-robot': [link] }),
    'Is mapped to an active IDP user.',
    { 'user-robot': { linkedTo: 'p-ann' }, 'directory-p-ann': { status: 'active' } },
  ],
])('of the record of the directory it is told: %s', async (_, who, streams, explanation, on) => {
  const rights = await rightsOf(streams, who);
  const [step] = await told(streams, (tell) => requireIdpUser(viewOf(streams), digest, rights, tell));
  expect(step).toMatchObject({ step: 'idp-user', explanation, on });
});

test('of approvals the requests are told that are the caller’s own', async () => {
  const streams = together(BASE, guardedBy(1, []), { 'identity-i': [asked('i.r', 'ann'), asked('i.s', 'bob')] });
  const view = viewOf(streams, NOW);
  const identity = (await view.load(identityFold, 'i')).state;
  const question = { identity, userId: 'ann', now: NOW, identityId: 'i' };
  const steps = await told(streams, (tell) => requireApproval(view, digest, { ...question, tell }));
  expect(steps.map(({ step, holds, on }) => [step, holds, Object.keys(on['identity-i'] as object)])).toEqual([
    ['approval', true, ['i.r']],
  ]);
  expect(steps[0]?.on['vault-v']).toMatchObject({ status: 'active', approvalPolicy: { required: 1 } });
});

test('where no approval is asked for, nobody’s requests are looked at', async () => {
  const view = viewOf(BASE, NOW);
  const identity = (await view.load(identityFold, 'i')).state;
  const question = { identity, userId: 'ann', now: NOW, identityId: 'i' };
  const steps = await told(BASE, (tell) => requireApproval(view, digest, { ...question, tell }));
  expect(steps.map(({ explanation, on }) => [explanation, Object.keys(on)])).toEqual([
    ['The vault asks for no approval.', ['vault-v']],
  ]);
  const { identityId: _, ...unnamed } = question;
  expect(await told(BASE, (tell) => requireApproval(view, digest, { ...unnamed, tell }))).toEqual([]);
});

test('who waits for approval is told of the caller’s own requests, and how they stand', async () => {
  const policy = { required: 1, approvers: { users: [], groups: [] } };
  const requests = [asked('i.r', 'ann', { policy }), asked('i.s', 'bob', { policy })];
  const view = viewOf(together(BASE, guardedBy(1, []), { 'identity-i': requests }), NOW);
  const identity = (await view.load(identityFold, 'i')).state;
  const refusal = await requireApproval(view, digest, { identity, userId: 'ann', now: NOW });
  expect(isRefusal(refusal) && [refusal.code, refusal.extra]).toEqual([
    'APPROVAL_REQUIRED',
    { requests: [{ id: 'i.r', status: 'pending' }] },
  ]);
});

const deleted = { 'identity-i': [fact('identity-deleted', { ...subject, deletedAt: EARLIER })] };
test.each<[string, Streams, boolean, boolean]>([
  ['that is there', BASE, false, true],
  ['that is deleted', together(BASE, deleted), false, false],
  ['that is deleted, where such count as well', together(BASE, deleted), true, true],
  [
    'whose values are destroyed',
    together(BASE, deleted, { 'identity-i': [fact('identity-destroyed', subject)] }),
    true,
    false,
  ],
  ['that never was', PLACES, true, false],
])('an identity exists, one %s', async (_, streams, isDeletedToo, exists) => {
  const identity = (await viewOf(streams).load(identityFold, 'i')).state;
  const rights = await rightsOf(BASE, 'olga');
  const about = { identityId: 'i', identity, deleted: isDeletedToo, what: 'session' };
  const [step] = await told(streams, (tell) => requireIdentity(rights, about, 'pam_vaults.view', tell));
  expect(step).toMatchObject({ step: 'identity', holds: exists, on: { 'identity-i': { status: identity.status } } });
  expect(step?.explanation).toBe(exists ? 'The identity exists.' : 'The identity is deleted.');
  expect(requireIdentity(rights, about, 'pam_vaults.view')?.detail).toBe(
    exists ? undefined : 'There is no such session.',
  );
});

test.each<[string, string, readonly string[], boolean]>([
  ['an owner', 'olga', ['account'], true],
  ['an admin', 'adam', ['account'], true],
  ['a role', 'ann', ['account', 'user-ann'], true],
  ['none', 'eve', ['account', 'user-eve'], false],
])('that somebody is known in an organization is decided by %s', async (_, who, streams, holds) => {
  const rights = await rightsOf(BASE, who);
  const [step] = await told(BASE, (tell) => requireRole(rights, 'o', 'vault', tell));
  expect([step?.holds, Object.keys(step?.on ?? {}).toSorted()]).toEqual([holds, streams]);
  if (who === 'adam') expect(step?.on['account']).toEqual({ admin: true });
  const hidden = 'Has no role in the organization, so that the vault does not exist for this caller.';
  expect(step?.explanation).toBe(holds ? 'Has a role in the organization.' : hidden);
});

test('a role that was deleted is none: what is told are the assignments that are left', async () => {
  const gone = together(BASE, { account: [fact('role-deleted', { roleId: 'ann-o' })] });
  const rights = await rightsOf(gone, 'ann');
  const [step] = await told(gone, (tell) => requireRole(rights, 'o', 'vault', tell));
  expect(step?.holds).toBe(false);
});

test.each<[Streams, boolean]>([
  [BASE, false],
  [together(BASE, SECRET), true],
])('the secret is told by its number', async (streams, holds) => {
  const [step] = await told(streams, (tell) => requireSecret(viewOf(streams), 'o', tell));
  expect(step).toMatchObject({ step: 'secret', holds, on: { 'organization-o': { secretVersion: holds ? 1 : 0 } } });
});
