import { permissionsOf, type CallerPermissions } from '../access/caller-permissions';
import { EVERYWHERE, holds, type Permission } from '../access/permissions';
import type { GrantChanged, GrantGiven, GrantRevoked } from '../domain/access-grants/events';
import type {
  AdminAdded,
  IdpGroupRolesAssigned,
  OwnerAdded,
  RoleChanged,
  RoleCreated,
} from '../domain/accounts/events';
import { organization } from '../domain/organizations/state';
import type { UserRolesAssigned } from '../domain/users/events';
import { user } from '../domain/users/state';
import { accessLines } from './access-lines';
import { onFacts, type FactWithView } from './on-facts';
import { leavesOf, type Leaf } from './leaf';
import { userName } from './named';
import type { Line, Report } from './report';
import type { StateView } from './state-view';

/** What nobody should be able to do together. `use`: reach a value by a grant, or as an owner. */
const CONFLICTS: Readonly<Record<string, readonly (Permission | 'use')[]>> = {
  'manages-and-uses': ['pam_vaults.manage', 'use'],
  'administers-and-uses': ['accounts.manage', 'use'],
  'audits-and-manages': ['pam_audit.read', 'pam_vaults.manage'],
  'approves-and-manages': ['pam_vaults.approve', 'pam_vaults.manage'],
};

interface Reach {
  readonly organizations: Set<string>;
  readonly grants: Set<string>;
}

/** Where each user reaches a value now, and by which grants. */
const reachOf = async (view: StateView, asOf: string): Promise<ReadonlyMap<string, Reach>> => {
  const found = new Map<string, Reach>();
  for await (const { userId = '', organizationId, can, grantId } of accessLines(view, asOf)) {
    if (can === 'nothing') continue;
    const reach = found.get(userId) ?? { organizations: new Set<string>(), grants: new Set<string>() };
    reach.organizations.add(organizationId);
    if (grantId !== undefined) reach.grants.add(grantId);
    found.set(userId, reach);
  }
  return found;
};

/** R11. A line for each user, organization and pair of rights that are better held by two people. */
export const conflictingRights: Report = {
  id: 'R11',
  version: 1,
  title: 'Segregation of duties conflicts',
  population:
    'active users and the organizations in which they hold any of these rights; those without conflict are excluded',
  columns: ['userId', 'userEmail', 'owner', 'admin', 'organizationId', 'organizationName', 'conflict', 'rights'],
  restsOn: [['account'], ['user', 'userId'], ['organization', 'organizationId']],
  parameters: [],
  begin: () => {
    const ofUser = new Map<string, Leaf>();
    const flags = new Map<string, Leaf>();
    const grants = new Map<string, Leaf>();
    const roles = new Map<string, Leaf>();
    const groups = new Map<string, Leaf>();
    const flag = ({ userId }: { readonly userId: string }, { leaf }: FactWithView): void =>
      void flags.set(userId, leaf);
    const grant = ({ grantId }: { readonly grantId: string }, { leaf }: FactWithView): void =>
      void grants.set(grantId, leaf);
    const role = ({ roleId }: { readonly roleId: string }, { leaf }: FactWithView): void =>
      void roles.set(roleId, leaf);
    const leavesFor = ({ userId, owner, admin, assignments }: CallerPermissions, reach: Reach | undefined) =>
      leavesOf(
        owner || admin ? flags.get(userId) : undefined,
        ofUser.get(userId),
        ...new Set(assignments.map(({ roleId }) => roles.get(roleId))),
        ...new Set(assignments.map(({ byGroup }) => groups.get(byGroup?.idpGroupId ?? ''))),
        ...[...(reach?.grants ?? [])].map((grantId) => grants.get(grantId)),
      );
    return {
      take: onFacts<
        | UserRolesAssigned
        | OwnerAdded
        | AdminAdded
        | GrantGiven
        | GrantChanged
        | GrantRevoked
        | RoleCreated
        | RoleChanged
        | IdpGroupRolesAssigned
      >({
        'keyledger.user-roles-assigned.v1': ({ userId }, { leaf }) => void ofUser.set(userId, leaf),
        'keyledger.owner-added.v1': flag,
        'keyledger.admin-added.v1': flag,
        'keyledger.grant-given.v1': grant,
        'keyledger.grant-changed.v1': grant,
        'keyledger.grant-revoked.v1': ({ grantId }) => void grants.delete(grantId),
        'keyledger.role-created.v1': role,
        'keyledger.role-changed.v1': role,
        'keyledger.idp-group-roles-assigned.v1': ({ idpGroupId }, { leaf }) => void groups.set(idpGroupId, leaf),
      }),
      async *lines(view, asOf): AsyncGenerator<Line> {
        const reach = await reachOf(view, asOf);
        for (const [userId] of view.all(user)) {
          const rights = await permissionsOf(view, userId);
          if (rights === undefined) continue;
          const its = reach.get(userId);
          for (const [organizationId, { name, status }] of view.all(organization)) {
            if (status !== 'active') continue;
            const has = (right: Permission | 'use'): boolean =>
              right === 'use'
                ? its?.organizations.has(organizationId) === true
                : holds(rights, right, organizationId) || holds(rights, right, EVERYWHERE);
            const found = Object.entries(CONFLICTS).filter(([, pair]) => pair.every(has));
            const place = { organizationId, leaves: leavesFor(rights, its) };
            const cells = {
              userId,
              userEmail: userName(view, userId),
              owner: rights.owner,
              admin: rights.admin,
              organizationId,
              organizationName: name,
            };
            const holdsAny = Object.values(CONFLICTS).flat().some(has);
            if (found.length === 0 && holdsAny) yield { ...place, left: true, cells };
            for (const [conflict, pair] of found) {
              yield { ...place, cells: { ...cells, conflict, rights: pair.join(' ') } };
            }
          }
        }
      },
    };
  },
};
