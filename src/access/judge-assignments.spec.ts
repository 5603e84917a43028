import { fact } from '../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import { together } from '../../test/support/streams/together';
import { viewOf, type Streams } from '../../test/support/streams/view-of';
import type { RoleAssignment } from '../domain/users/events';
import { isRefusal } from '../kernel/refusal';
import { permissionsOf } from './caller-permissions';
import { judgeAssignments } from './judge-assignments';

const role = (roleId: string, ...permissions: readonly string[]) =>
  fact('role-created', { roleId, name: roleId, permissions });
const STREAMS: Streams = together(
  peopleOf(
    {
      olga: { owner: true },
      adam: { admin: true },
      hal: { here: ['accounts.manage', 'pam_vaults.view'] },
      all: { everywhere: ['accounts.manage', 'pam_vaults.view'] },
    },
    PLACES,
  ),
  {
    account: [
      role('viewer', 'pam_vaults.view'),
      role('boss', 'pam_vaults.manage'),
      role('none'),
      fact('role-deleted', { roleId: 'former' }),
    ],
    'organization-gone': [
      fact('organization-created', { organizationId: 'gone', name: 'Old', settings: {} }),
      fact('organization-deleted', { organizationId: 'gone' }),
    ],
  },
);
const here = (roleId: string): RoleAssignment => ({ roleId, organizationId: 'o' });
const there = (roleId: string): RoleAssignment => ({ roleId, organizationId: 'p' });
const everywhere = (roleId: string): RoleAssignment => ({ roleId });
const judged = async (who: string, present: readonly RoleAssignment[], asked: readonly RoleAssignment[]) => {
  const view = viewOf(STREAMS);
  const rights = await permissionsOf(view, who);
  if (rights === undefined) throw new Error(`${who} is nobody`);
  const outcome = await judgeAssignments(view, rights, present, asked);
  return isRefusal(outcome) ? outcome.code : outcome;
};

test.each<[string, string, readonly RoleAssignment[], readonly RoleAssignment[], unknown]>([
  ['an owner gives anything', 'olga', [], [everywhere('boss'), here('viewer')], [everywhere('boss'), here('viewer')]],
  ['an admin gives nothing of vaults', 'adam', [], [here('viewer')], 'PERMISSION_DENIED'],
  ['an admin gives what admins hold, such as nothing', 'adam', [], [everywhere('none')], [everywhere('none')]],
  ['who holds it in one organization gives it there', 'hal', [], [here('viewer')], [here('viewer')]],
  ['and not for all', 'hal', [], [everywhere('viewer')], 'PERMISSION_DENIED'],
  ['and not elsewhere: what lies there does not exist', 'hal', [], [there('viewer')], 'NOT_FOUND'],
  ['nor more than is held', 'hal', [], [here('boss')], 'PERMISSION_DENIED'],
  [
    'who holds it for all gives it anywhere',
    'all',
    [],
    [there('viewer'), everywhere('viewer')],
    [there('viewer'), everywhere('viewer')],
  ],
  ['what is there already is not given again', 'hal', [here('boss')], [here('boss')], [here('boss')]],
  ['what the caller may not take stays', 'hal', [here('boss'), there('viewer')], [], [here('boss'), there('viewer')]],
  ['what the caller may take goes', 'hal', [here('viewer')], [], []],
  ['twice the same is once', 'hal', [], [here('viewer'), here('viewer')], [here('viewer')]],
  ['a role that is not there', 'olga', [], [here('x')], 'NOT_FOUND'],
  ['a role that was deleted', 'olga', [here('former')], [here('former')], 'NOT_FOUND'],
  [
    'what is held where it can not be seen answers as if it were not',
    'hal',
    [there('viewer')],
    [there('viewer')],
    'NOT_FOUND',
  ],
  ['an organization that is not there', 'olga', [], [{ roleId: 'viewer', organizationId: 'x' }], 'NOT_FOUND'],
  ['an organization that was deleted', 'olga', [], [{ roleId: 'viewer', organizationId: 'gone' }], 'NOT_FOUND'],
])('%s', async (_, who, present, asked, outcome) => {
  expect(await judged(who, present, asked)).toEqual(outcome);
});
