import { fact, Ground, type Happened, type Told } from '../../../test/support/streams/ground-of';
import { peopleOf } from '../../../test/support/streams/people';
import type { Permission } from '../../domain/permissions';
import type { CommandResult } from '../../kernel/command-result';
import { ChangeRole, ChangeRoleHandler } from './change-role';
import { CreateRole, CreateRoleHandler } from './create-role';
import { DeleteRole, DeleteRoleHandler } from './delete-role';

const permissions: readonly Permission[] = ['pam_vaults.view', 'accounts.manage'];
const STREAMS = peopleOf(
  {
    owner: { owner: true },
    manager: { everywhere: ['accounts.manage'] },
    both: { everywhere: permissions },
    local: { here: permissions },
    viewer: { everywhere: ['pam_vaults.view'] },
  },
  {
    account: [
      fact('role-created', { roleId: 'views', name: 'Views', permissions: ['pam_vaults.view'] }),
      fact('role-created', { roleId: 'empty', name: 'Empty', permissions: [] }),
    ],
  },
);
const as = (run: (ground: Ground) => Promise<CommandResult>): Promise<Happened<CommandResult>> => {
  const ground = new Ground(STREAMS);
  return ground.when(() => run(ground));
};
const refused = (command: string, asked: object, code: string): readonly Told[] => [
  ['denied-account', `role-${command}-refused`, { ...asked, code }],
];

test.each<[string, readonly Permission[], string | undefined]>([
  ['owner', permissions, undefined],
  ['both', permissions, undefined],
  ['manager', [], undefined],
  ['manager', permissions, 'PERMISSION_DENIED'],
  ['local', permissions, 'PERMISSION_DENIED'],
  ['viewer', ['pam_vaults.view'], 'PERMISSION_DENIED'],
])('%s makes a role with %j', async (who, held, code) => {
  const {
    refused: told,
    facts,
    answer,
  } = await as((ground) => new CreateRoleHandler(ground.deciding).execute(new CreateRole(ground.as(who), 'R', held)));
  const made: readonly Told[] = [['account', 'role-created', { roleId: 'new1', name: 'R', permissions: held }]];
  expect([told, facts]).toEqual([code, code === undefined ? made : refused('create', { name: 'R' }, code)]);
  expect(answer).toEqual(code === undefined ? { id: 'new1', position: '0001' } : undefined);
});

test.each<[string, string, { name?: string; permissions?: readonly Permission[] }, string | undefined, number?]>([
  ['both', 'views', { permissions }, undefined],
  ['both', 'views', { name: 'Other' }, undefined, 0],
  ['manager', 'empty', { name: 'Other' }, undefined],
  ['manager', 'empty', { permissions }, 'PERMISSION_DENIED'],
  ['manager', 'views', { permissions: [] }, 'PERMISSION_DENIED'],
  ['local', 'empty', { name: 'Other' }, 'PERMISSION_DENIED'],
  ['viewer', 'views', { name: 'Other' }, 'PERMISSION_DENIED'],
  ['both', 'views', { name: 'Other' }, 'PRECONDITION_FAILED', 1],
  ['both', 'gone', { name: 'Other' }, 'NOT_FOUND', 0],
])('%s changes the role %s to %j', async (who, roleId, change, code, ...[ifMatch]) => {
  const {
    refused: told,
    facts,
    answer,
  } = await as((ground) =>
    new ChangeRoleHandler(ground.deciding).execute(new ChangeRole(ground.as(who), roleId, change, ifMatch)),
  );
  const before =
    roleId === 'views' ? { name: 'Views', permissions: ['pam_vaults.view'] } : { name: 'Empty', permissions: [] };
  const changed: readonly Told[] = [['account', 'role-changed', { roleId, ...before, ...change }]];
  expect([told, facts]).toEqual([code, code === undefined ? changed : refused('change', { roleId }, code)]);
  expect(answer).toEqual(code === undefined ? { id: roleId, position: '0001' } : undefined);
});

test.each<[string, string, string | undefined, number?]>([
  ['owner', 'views', undefined],
  ['both', 'views', undefined, 0],
  ['manager', 'empty', undefined],
  ['manager', 'views', 'PERMISSION_DENIED'],
  ['viewer', 'views', 'PERMISSION_DENIED'],
  ['owner', 'views', 'PRECONDITION_FAILED', 1],
  ['owner', 'gone', 'NOT_FOUND', 0],
])('%s deletes the role %s', async (who, roleId, code, ...[ifMatch]) => {
  const {
    refused: told,
    facts,
    answer,
  } = await as((ground) =>
    new DeleteRoleHandler(ground.deciding).execute(new DeleteRole(ground.as(who), roleId, ifMatch)),
  );
  const deleted: readonly Told[] = [['account', 'role-deleted', { roleId }]];
  expect([told, facts]).toEqual([code, code === undefined ? deleted : refused('delete', { roleId }, code)]);
  expect(answer).toEqual(code === undefined ? { id: roleId, position: '0001' } : undefined);
});
