import { account } from '../domain/accounts/state';
import type {
  AdminAdded,
  AdminRemoved,
  IdpGroupRolesAssigned,
  OwnerAdded,
  OwnerRecovered,
  OwnerRemoved,
  RoleChanged,
  RoleCreated,
  RoleDeleted,
} from '../domain/accounts/events';
import type { Grant, GrantChanged, GrantGiven, GrantRevoked } from '../domain/access-grants/events';
import { accessGrants } from '../domain/access-grants/state';
import type { StreamDamageSettled } from '../domain/damage/events';
import type { IdpGroupMemberAdded, IdpGroupMemberRemoved } from '../domain/directory/events';
import type { RoleAssignment, UserRolesAssigned, UserSwitchedOff, UserSwitchedOn } from '../domain/users/events';
import { user } from '../domain/users/state';
import { vault } from '../domain/vaults/state';
import { entryOf } from '../kernel/entry-of';
import { lostStream } from './lost-stream';
import { onFacts, type FactWithView } from './on-facts';
import { nameOfPrincipal, userName } from './named';
import { isSelfGiven } from './own-grants';
import { PERIOD, type Cell, type Line, type Report } from './report';
import { wants } from './wants';

const grantText = ({ level, expiresAt }: Pick<Grant, 'level' | 'expiresAt'>): string =>
  expiresAt === undefined ? level : `${level} until ${expiresAt}`;

type GrantFact = (GrantGiven | GrantChanged | GrantRevoked)['data'];
type Changed = GrantGiven | GrantChanged | GrantRevoked | UserRolesAssigned | UserSwitchedOff | UserSwitchedOn;
type OfAccount = OwnerAdded | OwnerRemoved | AdminAdded | AdminRemoved | RoleCreated | RoleChanged | RoleDeleted;
type OfGroups = OwnerRecovered | IdpGroupRolesAssigned | IdpGroupMemberAdded | IdpGroupMemberRemoved;

/** Streams that give somebody access, which nobody has by them any more once a loss of them was settled. */
const GIVING = ['vaultAccess', 'account', 'user', 'directory', 'directoryGroup', 'supportAccess'];

/** R2. Every fact that gave, changed or took access, in the order of the log. */
export const accessChanges: Report = {
  id: 'R2',
  version: 1,
  title: 'Access changes',
  population: 'facts that gave, changed or took a grant, a role, a membership of a group or a flag of a user',
  columns: [
    'time',
    'change',
    'organizationId',
    'identityGroupId',
    'grantId',
    'subjectType',
    'subjectId',
    'subject',
    'before',
    'after',
    'actorId',
    'actor',
    'reason',
    'selfGrant',
  ],
  restsOn: [
    ['account'],
    ['vaultAccess', 'identityGroupId'],
    ['user', 'subjectId'],
    ['directory', 'subjectId'],
    ['directoryGroup', 'subjectId'],
    ['user', 'actorId'],
  ],
  parameters: PERIOD,
  begin: (scope) => {
    const isWanted = wants(scope);
    const lines: Line[] = [];
    const add = (
      { fact, leaf, view }: FactWithView,
      organizationId: string | undefined,
      cells: Record<string, Cell>,
    ): void => {
      const { time: at, actor } = fact.metadata;
      if (!isWanted(organizationId, at)) return;
      scope.keep();
      const change = fact.type.replace(/^keyledger\.(.*)\.v\d+$/u, '$1');
      const by = { actorId: actor.userId ?? actor.name, actor: userName(view, actor.userId) };
      lines.push({ organizationId, at, leaves: [leaf], cells: { time: at, change, organizationId, ...cells, ...by } });
    };
    const rolesText = ({ view }: FactWithView, roles: readonly RoleAssignment[]): string => {
      const known = view.state(account).roles;
      return roles
        .map((role) => `${entryOf(known, role.roleId)?.name ?? role.roleId} (${role.organizationId ?? 'everywhere'})`)
        .join(', ');
    };
    const before = ({ view }: FactWithView, { identityGroupId, grantId }: GrantFact): Cell => {
      const standing = entryOf(view.state(accessGrants, identityGroupId).grants, grantId);
      return standing && grantText(standing);
    };
    const grant = (data: GrantFact, seen: FactWithView, cells: Record<string, Cell>): void => {
      const { organizationId, identityGroupId, grantId, principalType, principalId } = data;
      const subject = nameOfPrincipal(seen.view, principalType, principalId);
      const about = { identityGroupId, grantId, subjectType: principalType, subjectId: principalId, subject };
      add(seen, organizationId, { ...about, ...cells });
    };
    const flag = (userId: string, seen: FactWithView, cells: Record<string, Cell>): void =>
      add(seen, undefined, {
        subjectType: 'user',
        subjectId: userId,
        subject: userName(seen.view, userId),
        ...cells,
      });
    const roleBefore = ({ view }: FactWithView, roleId: string): Cell =>
      entryOf(view.state(account).roles, roleId)?.permissions.join(', ');
    const role = (roleId: string, seen: FactWithView, cells: Record<string, Cell>): void =>
      add(seen, undefined, { subjectType: 'role', subjectId: roleId, before: roleBefore(seen, roleId), ...cells });
    const group = (idpGroupId: string, seen: FactWithView, cells: Record<string, Cell>): void => {
      const subject = nameOfPrincipal(seen.view, 'group', idpGroupId);
      add(seen, undefined, { subjectType: 'group', subjectId: idpGroupId, subject, ...cells });
    };
    return {
      take: onFacts<Changed | OfAccount | OfGroups | StreamDamageSettled>({
        'keyledger.grant-given.v1': async (data, seen) =>
          grant(data, seen, { after: grantText(data), selfGrant: await isSelfGiven(seen.view, data) }),
        'keyledger.grant-changed.v1': (data, seen) =>
          grant(data, seen, { before: before(seen, data), after: grantText(data) }),
        'keyledger.grant-revoked.v1': (data, seen) => grant(data, seen, { before: grantText(data) }),
        'keyledger.user-roles-assigned.v1': ({ userId, roles }, seen) => {
          const held = seen.view.state(user, userId).roles;
          const cells = { before: rolesText(seen, held), after: rolesText(seen, roles) };
          flag(userId, seen, { ...cells, selfGrant: seen.fact.metadata.actor.userId === userId });
        },
        'keyledger.user-switched-off.v1': ({ userId }, seen) => flag(userId, seen, { before: 'active', after: 'off' }),
        'keyledger.user-switched-on.v1': ({ userId }, seen) => flag(userId, seen, { before: 'off', after: 'active' }),
        'keyledger.owner-added.v1': ({ userId }, seen) => flag(userId, seen, { after: 'owner' }),
        'keyledger.owner-removed.v1': ({ userId }, seen) => flag(userId, seen, { before: 'owner' }),
        'keyledger.owner-recovered.v1': ({ userId, reason }, seen) => flag(userId, seen, { after: 'owner', reason }),
        'keyledger.admin-added.v1': ({ userId }, seen) => flag(userId, seen, { after: 'admin' }),
        'keyledger.admin-removed.v1': ({ userId }, seen) => flag(userId, seen, { before: 'admin' }),
        'keyledger.role-created.v1': ({ roleId, name, permissions }, seen) =>
          role(roleId, seen, { subject: name, after: permissions.join(', ') }),
        'keyledger.role-changed.v1': ({ roleId, name, permissions }, seen) =>
          role(roleId, seen, { subject: name, after: permissions.join(', ') }),
        'keyledger.role-deleted.v1': ({ roleId }, seen) =>
          role(roleId, seen, { subject: entryOf(seen.view.state(account).roles, roleId)?.name }),
        'keyledger.idp-group-roles-assigned.v1': ({ idpGroupId, roles }, seen) => {
          const held = entryOf(seen.view.state(account).groupRoles, idpGroupId)?.roles ?? [];
          group(idpGroupId, seen, { before: rolesText(seen, held), after: rolesText(seen, roles) });
        },
        'keyledger.idp-group-member-added.v1': ({ idpGroupId, idpUserId }, seen) =>
          group(idpGroupId, seen, { after: nameOfPrincipal(seen.view, 'user', idpUserId) }),
        'keyledger.stream-damage-settled.v1': (data, seen) => {
          const category = GIVING.find((each) => lostStream(data, each) !== undefined);
          if (category === undefined) return;
          const subjectId = lostStream(data, category);
          const of = category === 'vaultAccess' ? seen.view.state(vault, subjectId) : undefined;
          const place = of && { identityGroupId: subjectId };
          const about = { ...place, subjectType: category, subjectId, before: 'all it gave', reason: data.reason };
          add(seen, of?.organizationId, about);
        },
        'keyledger.idp-group-member-removed.v1': ({ idpGroupId, idpUserId }, seen) =>
          group(idpGroupId, seen, { before: nameOfPrincipal(seen.view, 'user', idpUserId) }),
      }),
      lines: () => lines,
    };
  },
};
