import fc from 'fast-check';
import { permissionsOf } from '../../src/access/caller-permissions';
import { EVERYWHERE, permissionsIn } from '../../src/access/permissions';
import { AssignGroupRoles, AssignGroupRolesHandler } from '../../src/commands/directory/assign-group-roles';
import { ChangeIdpUser, ChangeIdpUserHandler } from '../../src/commands/directory/change-idp-user';
import { CreateIdpUser, CreateIdpUserHandler } from '../../src/commands/directory/create-idp-user';
import { DeleteIdpGroup, DeleteIdpGroupHandler } from '../../src/commands/directory/delete-idp-group';
import { DeleteIdpUser, DeleteIdpUserHandler } from '../../src/commands/directory/delete-idp-user';
import { HandOver, HandOverHandler } from '../../src/commands/directory/hand-over';
import { ProvisionIdpGroup, ProvisionIdpGroupHandler } from '../../src/commands/directory/provision-idp-group';
import { SetGroupMember, SetGroupMemberHandler } from '../../src/commands/directory/set-group-member';
import { ChangeRole, ChangeRoleHandler } from '../../src/commands/roles/change-role';
import { AssignRoles, AssignRolesHandler } from '../../src/commands/users/assign-roles';
import { LinkUser, LinkUserHandler } from '../../src/commands/users/link-user';
import type { RoleAssignment } from '../../src/domain/users/events';
import type { Context } from '../../src/kernel/context';
import { Foreground } from '../../src/kernel/foreground';
import { NOW } from './streams/a-vault';
import { fact, Ground } from './streams/ground-of';
import { peopleOf, PLACES } from './streams/people';
import { digest } from './streams/view-of';

/** People who keep users, directory or vaults, some of them each; `connection` is an identity provider with its token. */
const PEOPLE = {
  olga: { owner: true },
  ann: { everywhere: ['accounts.manage', 'directory.manage'] },
  bob: { everywhere: ['accounts.manage', 'directory.manage', 'pam_vaults.view', 'hosts.manage_users'] },
  eve: { everywhere: ['directory.manage', 'pam_vaults.view'] },
  kim: { here: ['accounts.manage', 'pam_vaults.view'] },
  lou: {},
  robot: { machine: true },
} as const;
export const EVERYBODY = Object.keys(PEOPLE);
const ROLES = ['views', 'hosts', 'keys', 'nothing'];
const GROUPS = ['g0', 'g1', 'g2'];

const ACTS = [
  'group roles',
  'user roles',
  'role',
  'add',
  'add',
  'take out',
  'fill',
  'fill',
  'create',
  'on',
  'on',
  'off',
  'off',
  'delete',
  'delete group',
  'hand over user',
  'hand over group',
  'release',
  'link',
] as const;
/** Whose records there are at first: every other one is switched off. */
const KNOWN = ['ann', 'bob', 'eve', 'kim', 'lou'];

export interface RoleStep {
  readonly who: string;
  readonly what: (typeof ACTS)[number];
  readonly whose: string;
  readonly nth: number;
  readonly group: string;
  readonly roles: readonly RoleAssignment[];
}

const assignment: fc.Arbitrary<RoleAssignment> = fc
  .record({ roleId: fc.constantFrom(...ROLES), here: fc.boolean() })
  .map(({ roleId, here }) => (here ? { roleId, organizationId: 'o' } : { roleId }));

export const anyRoleStep: fc.Arbitrary<RoleStep> = fc.record({
  // An owner makes occasions.
  who: fc.constantFrom('olga', 'olga', 'ann', 'bob', 'eve', 'kim', 'connection'),
  what: fc.constantFrom(...ACTS),
  whose: fc.constantFrom(...KNOWN),
  nth: fc.nat(9),
  group: fc.constantFrom(...GROUPS),
  roles: fc.array(assignment, { maxLength: 2 }),
});

/** The real command handlers over a log in memory. */
export class RoleWalk {
  readonly ground = new Ground(
    peopleOf(PEOPLE, {
      ...PLACES,
      account: [
        fact('role-created', { roleId: 'views', name: 'Views', permissions: ['pam_vaults.view'] }),
        fact('role-created', {
          roleId: 'hosts',
          name: 'Hosts',
          permissions: ['hosts.manage_users', 'pam_vaults.view'],
        }),
        fact('role-created', { roleId: 'keys', name: 'Keys', permissions: ['accounts.manage'] }),
        fact('role-created', { roleId: 'nothing', name: 'Nothing', permissions: [] }),
        fact('idp-group-roles-assigned', { idpGroupId: 'g0', roles: [{ roleId: 'views' }] }),
        fact('idp-group-roles-assigned', { idpGroupId: 'g1', roles: [{ roleId: 'hosts', organizationId: 'o' }] }),
      ],
      ...Object.fromEntries(
        GROUPS.map((idpGroupId, n) => [
          `directoryGroup-${idpGroupId}`,
          [
            fact('idp-group-created', { idpGroupId, name: idpGroupId }),
            ...KNOWN.slice(n + 2).map((id) => fact('idp-group-member-added', { idpGroupId, idpUserId: `p-${id}` })),
          ],
        ]),
      ),
      ...Object.fromEntries(
        KNOWN.flatMap((id, n) => {
          const email = `${id}@x.org`;
          const record = { idpUserId: `p-${id}`, email, displayName: id, active: n % 2 === 0 };
          return [
            [`directory-p-${id}`, [fact('idp-user-created', record)]],
            [`directoryEmail-${digest.of(email)}`, [fact('idp-email-claimed', { idpUserId: `p-${id}` })]],
          ];
        }),
      ),
      scimConnections: [
        fact('scim-connection-created', { connectionId: 'c', name: 'C', createdAt: NOW, createdBy: 'olga' }),
        fact('scim-token-made', { connectionId: 'c', tokenId: 't', hash: 'h', createdAt: NOW, createdBy: 'olga' }),
      ],
    }),
  );
  private readonly records = KNOWN.map((id) => `p-${id}`);

  /** What everybody holds now, by the code that decides: a permission with its place. */
  async held(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const view = await this.ground.reader.fresh();
    const all = await Promise.all(
      EVERYBODY.map(async (who): Promise<[string, ReadonlySet<string>]> => {
        const rights = await permissionsOf(view, who);
        if (rights === undefined) throw new Error(`${who} is nobody`);
        const at = (place: string) => permissionsIn(rights, place).map((permission) => `${permission} ${place}`);
        return [who, new Set([...at(EVERYWHERE), ...at('o')])];
      }),
    );
    return new Map(all);
  }

  async take(step: RoleStep): Promise<boolean> {
    const context: Context =
      step.who === 'connection'
        ? { ...this.ground.as(''), actor: { kind: 'scim', name: 'c', tokenId: 't' } }
        : this.ground.as(step.who);
    const { refused } = await this.ground.when(() => this.work(step, context));
    return refused === undefined;
  }

  private async work({ what, whose, nth, group, roles }: RoleStep, context: Context): Promise<unknown> {
    const { deciding, digest } = this.ground;
    const id = this.records[nth % Math.max(1, this.records.length)] ?? 'nobody';
    const members = { add: nth % 3 === 0 ? [] : [id], remove: nth % 3 === 0 ? [id] : [] };
    const handOver = (kind: 'user' | 'group', of: string, to: string | null) =>
      new HandOverHandler(deciding).execute(new HandOver(context, kind, of, to));
    switch (what) {
      case 'group roles':
        return new AssignGroupRolesHandler(deciding).execute(new AssignGroupRoles(context, group, roles));
      case 'user roles':
        return new AssignRolesHandler(deciding).execute(new AssignRoles(context, whose, roles));
      case 'role':
        return new ChangeRoleHandler(deciding).execute(
          new ChangeRole(context, ROLES[nth % ROLES.length] ?? '', {
            permissions: nth % 2 === 0 ? ['pam_vaults.view'] : ['hosts.manage_users'],
          }),
        );
      case 'add':
      case 'take out':
        return new SetGroupMemberHandler(deciding).execute(new SetGroupMember(context, group, id, what === 'add'));
      case 'fill':
        return new ProvisionIdpGroupHandler(deciding, new Foreground()).execute(
          new ProvisionIdpGroup(context, group, { members }),
        );
      case 'on':
      case 'off':
        return new ChangeIdpUserHandler(deciding).execute(new ChangeIdpUser(context, id, { active: what === 'on' }));
      case 'delete':
        return new DeleteIdpUserHandler(deciding, digest).execute(new DeleteIdpUser(context, id));
      case 'delete group':
        // Groups are made by nobody here: some are to last.
        return nth === 0 ? new DeleteIdpGroupHandler(deciding).execute(new DeleteIdpGroup(context, group)) : undefined;
      case 'hand over user':
        return handOver('user', id, 'c');
      case 'hand over group':
        return handOver('group', group, 'c');
      case 'release':
        return handOver(nth % 2 === 0 ? 'user' : 'group', nth % 2 === 0 ? id : group, null);
      case 'link':
        return new LinkUserHandler(deciding).execute(new LinkUser(context, 'robot', id));
      case 'create': {
        const person = { email: `${whose.toUpperCase()}@x.org`, displayName: whose, active: nth % 2 === 0 };
        const made = await new CreateIdpUserHandler(deciding, digest).execute(new CreateIdpUser(context, person));
        this.records.push(made.id);
        return made;
      }
    }
  }
}
