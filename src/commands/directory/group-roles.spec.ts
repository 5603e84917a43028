import { fact, Ground } from '../../../test/support/streams/ground-of';
import { NOW } from '../../../test/support/streams/a-vault';
import { peopleOf, PLACES } from '../../../test/support/streams/people';
import type { Streams } from '../../../test/support/streams/view-of';
import type { RoleAssignment } from '../../domain/users/events';
import type { Context } from '../../kernel/context';
import { Foreground } from '../../kernel/foreground';
import { AssignGroupRoles, AssignGroupRolesHandler } from './assign-group-roles';
import { ChangeIdpUser, ChangeIdpUserHandler } from './change-idp-user';
import { DeleteIdpGroup, DeleteIdpGroupHandler } from './delete-idp-group';
import { DeleteIdpUser, DeleteIdpUserHandler } from './delete-idp-user';
import { ProvisionIdpGroup, ProvisionIdpGroupHandler } from './provision-idp-group';
import { SetGroupMember, SetGroupMemberHandler } from './set-group-member';

/** Whoever is in group `g` views the vaults of `o`. `bold` may give that, `clerk` may not: the clerk keeps the directory and the users. */
const views = (organizationId?: string): RoleAssignment => ({
  roleId: 'views',
  ...(organizationId && { organizationId }),
});
const given = (idpGroupId: string, ...roles: readonly RoleAssignment[]) =>
  fact('idp-group-roles-assigned', { idpGroupId, roles });
const record = (id: string, active = true) =>
  fact('idp-user-created', { idpUserId: id, email: `${id}@x.org`, displayName: id, active });
const group = (id: string) => fact('idp-group-created', { idpGroupId: id, name: id });
const handed = (idpGroupId: string) => fact('idp-group-handed-over', { idpGroupId, connectionId: 'c' });
const inGroup = (idpGroupId: string, idpUserId: string) => fact('idp-group-member-added', { idpGroupId, idpUserId });
const STREAMS: Streams = peopleOf(
  {
    owner: { owner: true },
    mighty: { owner: true, machine: true },
    clerk: { everywhere: ['accounts.manage', 'directory.manage'] },
    bold: { everywhere: ['accounts.manage', 'directory.manage', 'pam_vaults.view'] },
    local: { here: ['accounts.manage', 'pam_vaults.view'] },
    keeper: { everywhere: ['directory.manage', 'pam_vaults.view'] },
    vendor: { support: true, everywhere: ['accounts.manage', 'pam_vaults.view'] },
    ann: {},
  },
  {
    ...PLACES,
    account: [
      fact('role-created', { roleId: 'views', name: 'Views', permissions: ['pam_vaults.view'] }),
      given('g', views('o')),
      given('held', views('o')),
    ],
    'directory-ann': [record('ann')],
    'directory-bob': [record('bob')],
    'directory-bold': [record('bold')],
    'directory-off': [record('off', false)],
    'directory-mine': [record('mine', false), fact('idp-user-handed-over', { idpUserId: 'mine', connectionId: 'c' })],
    'directory-also': [record('also', false), fact('idp-user-handed-over', { idpUserId: 'also', connectionId: 'c' })],
    'directoryGroup-g': [group('g'), inGroup('g', 'bob'), inGroup('g', 'off'), inGroup('g', 'also')],
    'directoryGroup-plain': [group('plain'), inGroup('plain', 'bob')],
    'directoryGroup-held': [group('held'), handed('held'), inGroup('held', 'mine')],
    'directoryGroup-filled': [group('filled'), handed('filled')],
    'directoryGroup-gone': [group('gone'), fact('idp-group-deleted', { idpGroupId: 'gone' })],
    supportAccess: [
      fact('support-access-enabled', {
        organizationId: 'o',
        windowId: 'w',
        reason: 'help',
        enabledBy: 'owner',
        enabledAt: NOW,
      }),
    ],
    scimConnections: [
      fact('scim-connection-created', { connectionId: 'c', name: 'Entra', createdAt: NOW, createdBy: 'owner' }),
      fact('scim-token-made', { connectionId: 'c', tokenId: 't', hash: 'h', createdAt: NOW, createdBy: 'owner' }),
    ],
  },
);

type Work = (ground: Ground, context: Context) => Promise<unknown>;
const assign =
  (id: string, roles: readonly RoleAssignment[], ifMatch?: number): Work =>
  (ground, context) =>
    new AssignGroupRolesHandler(ground.deciding).execute(new AssignGroupRoles(context, id, roles, ifMatch));
const member =
  (id: string, idpUserId: string, is: boolean): Work =>
  (ground, context) =>
    new SetGroupMemberHandler(ground.deciding).execute(new SetGroupMember(context, id, idpUserId, is));
const remove =
  (id: string): Work =>
  (ground, context) =>
    new DeleteIdpGroupHandler(ground.deciding).execute(new DeleteIdpGroup(context, id));
const change =
  (id: string, to: ChangeIdpUser['change']): Work =>
  (ground, context) =>
    new ChangeIdpUserHandler(ground.deciding).execute(new ChangeIdpUser(context, id, to));
const forget =
  (id: string): Work =>
  (ground, context) =>
    new DeleteIdpUserHandler(ground.deciding, ground.digest).execute(new DeleteIdpUser(context, id));
const fill =
  (id: string, add: readonly string[], remove: readonly string[] = []): Work =>
  (ground, context) =>
    new ProvisionIdpGroupHandler(ground.deciding, new Foreground()).execute(
      new ProvisionIdpGroup(context, id, { members: { add, remove } }),
    );

const as = (ground: Ground, who: string): Context =>
  who === 'connection' ? { ...ground.as(''), actor: { kind: 'scim', name: 'c', tokenId: 't' } } : ground.as(who);
const run = (who: string, work: Work, ground = new Ground(STREAMS)) => ground.when(() => work(ground, as(ground, who)));

test.each<[string, string, Work, readonly RoleAssignment[] | undefined]>([
  ['gives a role', 'owner', assign('plain', [views()]), [views()]],
  ['gives what he holds there', 'local', assign('plain', [views('o')]), [views('o')]],
  ['gives one twice that is one', 'owner', assign('plain', [views(), views()]), [views()]],
  ['takes', 'bold', assign('g', []), []],
  ['changes nothing', 'owner', assign('g', [views('o')]), undefined],
  ['keeps what he may not take', 'clerk', assign('g', []), undefined],
  ['as it was seen', 'owner', assign('g', [], 1), []],
  ['takes from one that a connection fills', 'bold', assign('held', []), []],
  ['gives to one that a connection fills, as an owner', 'owner', assign('filled', [views()]), [views()]],
])('who gives roles %s', async (_, who, work, roles) => {
  const { refused, facts } = await run(who, work);
  expect(refused).toBeUndefined();
  expect(facts.map(([stream, noun, data]) => [stream, noun, (data as { roles?: unknown }).roles])).toEqual(
    roles === undefined ? [] : [['account', 'idp-group-roles-assigned', roles]],
  );
});

test.each<[string, string, Work, string]>([
  ['without accounts.manage', 'keeper', assign('plain', [views()]), 'PERMISSION_DENIED'],
  ['what he does not hold', 'clerk', assign('plain', [views()]), 'PERMISSION_DENIED'],
  ['where he does not hold it', 'local', assign('plain', [views()]), 'PERMISSION_DENIED'],
  ['in an organization that is hidden', 'local', assign('plain', [views('p')]), 'NOT_FOUND'],
  ['a role that is not there', 'owner', assign('plain', [{ roleId: 'none' }]), 'NOT_FOUND'],
  ['to a group that is gone', 'owner', assign('gone', [views()]), 'NOT_FOUND'],
  ['to a group that never was', 'owner', assign('never', []), 'NOT_FOUND'],
  ['over what was changed since', 'owner', assign('g', [], 7), 'PRECONDITION_FAILED'],
  ['as support', 'vendor', assign('plain', [views('o')]), 'PERMISSION_DENIED'],
  ['to a group that a connection fills, as no owner', 'bold', assign('filled', [views()]), 'PERMISSION_DENIED'],
  ['to a group that a connection fills, as a machine', 'mighty', assign('filled', [views()]), 'PERMISSION_DENIED'],
])('nobody gives roles %s', async (_, who, work, code) => {
  const { refused, facts } = await run(who, work);
  expect([refused, facts.map(([, noun]) => noun)]).toEqual([code, ['idp-group-roles-assign-refused']]);
});

test.each<[string, string, Work, string | undefined]>([
  ['puts somebody into a group with roles', 'clerk', member('g', 'ann', true), 'PERMISSION_DENIED'],
  ['takes somebody out of it', 'clerk', member('g', 'bob', false), 'PERMISSION_DENIED'],
  ['deletes it', 'clerk', remove('g'), 'PERMISSION_DENIED'],
  ['switches on who is in it', 'clerk', change('off', { active: true }), 'PERMISSION_DENIED'],
  ['puts himself in', 'bold', member('g', 'bold', true), 'SELF_GRANT'],
  ['puts in whom he may give it', 'bold', member('g', 'ann', true), undefined],
  ['takes out from whom he may take it', 'bold', member('g', 'bob', false), undefined],
  ['deletes one whose roles he may take', 'bold', remove('g'), undefined],
  ['switches on whom he may give it', 'bold', change('off', { active: true }), undefined],
  ['without accounts.manage', 'keeper', member('g', 'ann', true), 'PERMISSION_DENIED'],
  ['into a group without roles', 'clerk', member('plain', 'ann', true), undefined],
  ['renames who is in it', 'clerk', change('off', { displayName: 'Off' }), undefined],
  ['switches off who is in it: whoever leaves is out at once', 'clerk', change('bob', { active: false }), undefined],
  ['deletes who is in it', 'clerk', forget('bob'), undefined],
])('who keeps the directory %s', async (_, who, work, code) => {
  const { refused } = await run(who, work);
  expect(refused).toBe(code);
});

test.each<[string, Work, string | undefined]>([
  ['fills a group with roles that an owner let it fill', fill('held', ['also']), undefined],
  ['empties it', fill('held', [], ['mine']), undefined],
  ['nor one that is not its own', fill('g', ['mine']), 'NOT_FOUND'],
  ['switches on who is in its groups alone', change('mine', { active: true }), undefined],
  ['not who is in another group with roles', change('also', { active: true }), 'PERMISSION_DENIED'],
  ['switches off who is in another', change('also', { active: false }), undefined],
])('a SCIM connection %s', async (_, work, code) => {
  expect((await run('connection', work)).refused).toBe(code);
});

test('a role given while somebody was put in reaches them, given by who may give it', async () => {
  const ground = new Ground(STREAMS);
  ground.justBefore('idp-group-member-added', async () => {
    await assign('plain', [views()])(ground, ground.as('owner'));
  });
  const { refused } = await run('clerk', member('plain', 'ann', true), ground);
  // The member came first: what was given afterwards was given to them as well, by an owner.
  expect(refused).toBeUndefined();
});

test('roles of a group that was deleted are forgotten when others are given', async () => {
  const ground = new Ground(STREAMS);
  await run('owner', remove('g'), ground);
  const { facts } = await run('owner', assign('plain', [views()]), ground);
  expect(facts.map(([, , data]) => data)).toEqual([
    { idpGroupId: 'g', roles: [] },
    { idpGroupId: 'plain', roles: [views()] },
  ]);
});
