import { fact } from '../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import { groupOf, letInto, recordOf } from '../../test/support/streams/reach';
import { rightsOf } from '../../test/support/streams/rights-of';
import { together } from '../../test/support/streams/together';
import type { Permission } from '../domain/permissions';
import type { CallerPermissions } from './caller-permissions';
import { requireRoleGiver } from './judge-assignments';
import { requireAssigner } from './no-way-up';
import { whyHeld } from './why-held';

const STREAMS = together(
  peopleOf(
    {
      olga: { owner: true },
      adam: { admin: true },
      hal: { here: ['pam_vaults.view', 'accounts.manage'] },
      all: { everywhere: ['pam_vaults.view', 'accounts.manage'] },
      gus: {},
      eve: {},
      robot: { machine: true, here: ['pam_vaults.break_glass'] },
      vera: { support: true, here: ['pam_vaults.approve', 'accounts.manage'] },
    },
    PLACES,
  ),
  recordOf('gus'),
  groupOf('g', ['gus']),
  {
    account: [
      fact('role-created', { roleId: 'ops', name: 'Ops', permissions: ['pam_vaults.view'] }),
      fact('idp-group-roles-assigned', { idpGroupId: 'g', roles: [{ roleId: 'ops', organizationId: 'o' }] }),
    ],
    supportAccess: [letInto('o')],
  },
);
const by = async (who: string, more: Partial<CallerPermissions> = {}): Promise<CallerPermissions> => ({
  ...(await rightsOf(STREAMS, who)),
  ...more,
});
const told = (rights: CallerPermissions, permission: Permission) => {
  const { passed, failed, on } = whyHeld(rights, permission, 'o');
  return { passed, failed, streams: [...new Set(on.map(({ stream }) => stream))] };
};
const narrowed = (permissions: readonly string[], is: object = {}) => ({
  owner: false,
  admin: false,
  narrowed: { permissions, owner: false, admin: false, ...is },
});
const own = (who: string) => [`user-${who}`, 'account'];

test.each<[string, string, Partial<CallerPermissions>, Permission, string, readonly string[]]>([
  ['an owner', 'olga', {}, 'pam_vaults.view', 'An account owner holds pam_vaults.view.', ['account']],
  [
    'an owner’s token',
    'olga',
    narrowed(['pam_vaults.view'], { owner: true }),
    'pam_vaults.view',
    'An account owner holds pam_vaults.view.',
    ['account'],
  ],
  ['an admin', 'adam', {}, 'pam_audit.read', 'An account admin holds pam_audit.read.', ['account']],
  [
    'an admin’s token',
    'adam',
    narrowed(['pam_audit.read'], { admin: true }),
    'pam_audit.read',
    'An account admin holds pam_audit.read.',
    ['account'],
  ],
  [
    'a role here',
    'hal',
    {},
    'pam_vaults.view',
    'Holds pam_vaults.view by the role “hal-o”, in this organization.',
    own('hal'),
  ],
  [
    'a role for all',
    'all',
    {},
    'pam_vaults.view',
    'Holds pam_vaults.view by the role “all-all”, in all organizations.',
    own('all'),
  ],
  [
    'a group',
    'gus',
    {},
    'pam_vaults.view',
    'Holds pam_vaults.view by the role “Ops”, in this organization, as a member of the IDP group “group g”.',
    ['account', 'directory-p-gus', 'directoryGroup-g'],
  ],
])('a permission is held by %s', async (_, who, more, permission, passed, streams) => {
  expect(told(await by(who, more), permission)).toMatchObject({ passed, streams });
});

const none = (permission: string) => `None of the roles assigned in the organization holds ${permission}.`;
test.each<[string, string, Partial<CallerPermissions>, Permission, string, readonly string[]]>([
  ['no role has it', 'hal', {}, 'pam_vaults.manage', none('pam_vaults.manage'), own('hal')],
  ['admins have nothing of vaults', 'adam', {}, 'pam_vaults.view', none('pam_vaults.view'), own('adam')],
  [
    'no group has it',
    'gus',
    {},
    'pam_vaults.manage',
    none('pam_vaults.manage'),
    ['user-gus', 'account', 'directory-p-gus', 'directoryGroup-g'],
  ],
  [
    'a token does not carry it',
    'hal',
    narrowed(['accounts.manage']),
    'pam_vaults.view',
    'The token that was used does not carry pam_vaults.view.',
    own('hal'),
  ],
  [
    'a token carries what nobody gave',
    'hal',
    narrowed(['pam_vaults.manage']),
    'pam_vaults.manage',
    none('pam_vaults.manage'),
    own('hal'),
  ],
  [
    'machines never',
    'robot',
    {},
    'pam_vaults.break_glass',
    'Machine callers never have pam_vaults.break_glass, whatever their roles hold.',
    ['user-robot'],
  ],
  [
    'support never',
    'vera',
    {},
    'pam_vaults.approve',
    'People of the support never have pam_vaults.approve, whatever their roles hold.',
    ['user-vera'],
  ],
  ['a machine lacks something else', 'robot', {}, 'pam_vaults.view', none('pam_vaults.view'), own('robot')],
])('a permission is not held, as %s', async (_, who, more, permission, failed, streams) => {
  expect(told(await by(who, more), permission)).toEqual({ passed: '', failed, streams });
});

test.each([
  ['olga', undefined],
  ['adam', undefined],
  ['hal', undefined],
  ['gus', 'PERMISSION_DENIED'],
  ['eve', 'PERMISSION_DENIED'],
  ['vera', 'PERMISSION_DENIED'],
])('who gives roles at all: %s', async (who, code) => {
  const rights = await by(who);
  const giver = requireRoleGiver(rights);
  expect('code' in giver ? giver.code : undefined).toBe(code);
  if (code === undefined) expect(giver).toBe(rights);
});

test('nobody gives any, nor does support that is let in nowhere', async () => {
  const shut = await rightsOf(peopleOf({ vera: { support: true, here: ['accounts.manage'] } }), 'vera');
  expect(requireRoleGiver(shut)).toMatchObject({ code: 'SUPPORT_ACCESS_OFF' });
  expect(requireRoleGiver(undefined)).toMatchObject({ code: 'PERMISSION_DENIED' });
});

const there = { roleId: 'ops', organizationId: 'p' };
const here = { roleId: 'ops', organizationId: 'o' };
test.each<[string, readonly { roleId: string; organizationId?: string }[], string | undefined]>([
  ['olga', [here, there], undefined],
  ['hal', [here], undefined],
  ['hal', [here, there], 'PERMISSION_DENIED'],
  ['gus', [here], 'PERMISSION_DENIED'],
  ['gus', [], undefined],
  ['vera', [{ roleId: 'vera-o', organizationId: 'o' }], 'PERMISSION_DENIED'],
])('who lets somebody into a group that has roles: %s, %j', async (who, roles, code) => {
  const refusal = requireAssigner(await by(who), roles, 'The group');
  expect(refusal?.code).toBe(code);
  if (code !== undefined && who !== 'vera') expect(refusal?.extra).toEqual({ permission: 'accounts.manage' });
});

test('nobody lets anybody into one', () => {
  expect(requireAssigner(undefined, [here], 'The group')?.code).toBe('PERMISSION_DENIED');
  expect(requireAssigner(undefined, [], 'The group')).toBeUndefined();
});
