import { EARLIER, LATER, NOW } from '../../../test/support/streams/a-vault';
import { fact } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import { digest, viewOf } from '../../../test/support/streams/view-of';
import { permissionsOf, type CallerPermissions } from '../../access/caller-permissions';
import type { ApprovalPolicy } from '../../domain/access-requests/events';
import { JudgeApprovalPolicy } from './judge-approval-policy';

/** Whoever has access to a vault's values makes their own way to them no easier; who approves has to be there. */
const person = (id: string, ...more: readonly ReturnType<typeof fact>[]) => ({
  [`directory-p-${id}`]: [
    fact('idp-user-created', { idpUserId: `p-${id}`, email: `${id}@x.org`, displayName: id, active: true }),
    ...more,
  ],
  [`directoryEmail-${digest.of(`${id}@x.org`)}`]: [fact('idp-email-claimed', { idpUserId: `p-${id}` })],
});
const group = (idpGroupId: string, ...more: readonly ReturnType<typeof fact>[]) => ({
  [`directoryGroup-${idpGroupId}`]: [fact('idp-group-created', { idpGroupId, name: idpGroupId }), ...more],
});
const grant = (id: string, more: object = {}) =>
  fact('grant-given', {
    organizationId: 'o',
    identityGroupId: 'v',
    grantId: id,
    principalType: 'user',
    principalId: `p-${id}`,
    level: 'view_vault',
    grantedBy: 'm',
    createdAt: EARLIER,
    ...more,
  });
const off = (id: string) => fact('idp-user-changed', { idpUserId: `p-${id}`, displayName: id, active: false });
const view = viewOf(
  peopleOf(
    { owner: { owner: true }, free: {}, unlisted: {}, holder: {}, late: {}, sleeper: {}, robot: { machine: true } },
    {
      ...person('owner'),
      ...person('free'),
      ...person('holder'),
      ...person('late'),
      ...person('sleeper', off('sleeper')),
      ...person('gone', fact('idp-user-deleted', { idpUserId: 'p-gone', email: 'gone@x.org' })),
      ...group('g'),
      ...group('lost', fact('idp-group-deleted', { idpGroupId: 'lost' })),
      'vaultAccess-v': [
        grant('owner'),
        grant('holder', { expiresAt: LATER }),
        grant('late', { expiresAt: NOW }),
        grant('sleeper'),
      ],
    },
  ),
);
const policy = (required: number, users: readonly string[] = [], groups: readonly string[] = []): ApprovalPolicy => ({
  required,
  approvers: { users, groups },
});
const judge = async (who: string, before: ApprovalPolicy | undefined, after: ApprovalPolicy | undefined) => {
  const rights = (await permissionsOf(view, who)) as CallerPermissions;
  return new JudgeApprovalPolicy(digest).judge(view, { vaultId: 'v', rights, now: NOW, before, after });
};
const TWO = policy(2, ['p-free'], ['g']);
const ONE = policy(1, ['p-free'], ['g']);

test.each<[string, string | undefined]>([
  ['owner', undefined],
  ['free', undefined],
  ['unlisted', undefined],
  ['late', undefined],
  ['holder', 'SELF_GRANT'],
  ['sleeper', 'SELF_GRANT'],
  ['robot', 'PERMISSION_DENIED'],
])('%s asks for fewer approvals: %s', async (who, code) => {
  expect((await judge(who, TWO, ONE))?.code).toBe(code);
  expect((await judge(who, TWO, undefined))?.code).toBe(code);
});

test.each(['holder', 'robot'])('%s may make it harder, or ask for some where none was', async (who) => {
  expect(await judge(who, ONE, TWO)).toBeUndefined();
  expect(await judge(who, undefined, TWO)).toBeUndefined();
  expect(await judge(who, TWO, TWO)).toBeUndefined();
});

test.each<[string, ApprovalPolicy, 'users' | 'groups']>([
  ['a user that there never was', policy(2, ['p-free', 'p-x'], ['g']), 'users'],
  ['a user that is deleted', policy(2, ['p-gone'], ['g']), 'users'],
  ['a group that there never was', policy(2, ['p-free'], ['g', 'x']), 'groups'],
  ['a group that is deleted', policy(2, [], ['lost']), 'groups'],
  ['users, where both are wrong', policy(2, ['p-x'], ['x']), 'users'],
])('one that names %s is refused, whoever asks', async (_, after, list) => {
  for (const before of [TWO, undefined]) {
    const refusal = await judge('owner', before, after);
    const errors = [{ field: `approvalPolicy.approvers.${list}`, message: expect.any(String) }];
    expect([refusal?.code, refusal?.extra]).toEqual(['VALIDATION_FAILED', { errors }]);
  }
});

test('whom it named before it may go on naming, though they are gone since', async () => {
  const before = policy(1, ['p-gone', 'p-free'], ['lost']);
  expect(await judge('owner', before, policy(2, ['p-gone'], ['lost']))).toBeUndefined();
  expect((await judge('owner', before, policy(2, ['p-gone', 'p-x'], ['lost'])))?.code).toBe('VALIDATION_FAILED');
});
