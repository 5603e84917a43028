import type { Client } from './client';
import type { RunningApplication } from './running-application';

export const SECRET = 'an organization secret of more than 32 characters';

/** The kinds of people the permissions table tells apart. */
export const KINDS = [
  'owner',
  'admin',
  'manager',
  'viewer',
  'vaultViewer',
  'revealer',
  'user',
  'groupUser',
  'expired',
  'unmapped',
  'hostAdmin',
  'auditor',
  'steward',
  'stranger',
] as const;
export type Kind = (typeof KINDS)[number];

export interface Fixture {
  readonly owner: Client;
  readonly organizationId: string;
  /** An organization in which nobody but owners and admins has a role. */
  readonly elsewhereId: string;
  readonly vaultId: string;
  readonly people: Readonly<Record<Kind, Client>>;
  readonly userIds: Readonly<Record<Kind, string>>;
  readonly idpUserIds: Readonly<Record<string, string>>;
  readonly groupId: string;
  readonly grantIds: Readonly<Record<string, string>>;
  newIdentity(settings?: object): Promise<{ id: string; value: string }>;
}

const ROLES: Readonly<Record<string, readonly string[]>> = {
  viewer: ['pam_vaults.view'],
  manager: ['pam_vaults.view', 'pam_vaults.manage'],
  hostAdmin: ['hosts.manage_users'],
  auditor: ['pam_audit.read'],
  steward: ['accounts.manage'],
};

const ROLE_OF: Readonly<Partial<Record<Kind, string>>> = {
  manager: 'manager',
  viewer: 'viewer',
  vaultViewer: 'viewer',
  revealer: 'viewer',
  user: 'viewer',
  groupUser: 'viewer',
  expired: 'viewer',
  unmapped: 'viewer',
  hostAdmin: 'hostAdmin',
  auditor: 'auditor',
  steward: 'steward',
};

const GRANT_OF: Readonly<Partial<Record<Kind, string>>> = {
  vaultViewer: 'view_vault',
  revealer: 'view_credentials',
  user: 'checkout',
};

let made = 0;

/** An organization with a vault, and one person of every kind. `expired` has a grant that ends 2 s after the fixture began. */
export const newFixture = async (application: Pick<RunningApplication, 'as'>): Promise<Fixture> => {
  const owner = await application.as('owner@example.com');
  const n = (made += 1);
  const { id: organizationId } = await owner.ok('POST', '/organizations', { name: `World ${n}` });
  const { id: elsewhereId } = await owner.ok('POST', '/organizations', { name: `Elsewhere ${n}` });
  await owner.ok('PUT', `/organizations/${organizationId}/secret`, { secret: SECRET });
  const { id: vaultId } = await owner.ok('POST', '/identity-groups', { name: 'Production', organizationId });
  const roleIds: Record<string, string> = {};
  for (const [name, permissions] of Object.entries(ROLES)) {
    roleIds[name] = (await owner.ok('POST', '/roles', { name: `${name} ${n}`, permissions })).id;
  }
  const { id: groupId } = await owner.ok('POST', '/idp/groups', { name: `Operators ${n}` });
  const people = {} as Record<Kind, Client>;
  const userIds = {} as Record<Kind, string>;
  const idpUserIds: Record<string, string> = {};
  const grantIds: Record<string, string> = {};
  const give = async (
    kind: Kind,
    principalType: string,
    principalId: string | undefined,
    level: string,
    expiresAt?: string,
  ) => {
    const body = { principalType, principalId, level, ...(expiresAt === undefined ? {} : { expiresAt }) };
    grantIds[kind] = (await owner.ok('POST', `/identity-groups/${vaultId}/access`, body)).id;
  };
  for (const kind of KINDS) {
    const person = kind === 'owner' ? owner : await application.as(`${kind.toLowerCase()}-${n}@example.com`);
    people[kind] = person;
    const me = await person.ok('GET', '/me');
    userIds[kind] = me.user.id;
    if (kind === 'owner') {
      continue;
    }
    if (kind !== 'unmapped') {
      const idp = { email: person.email, displayName: kind, active: true };
      idpUserIds[kind] = (await owner.ok('POST', '/idp/users', idp)).id;
    }
    const role = ROLE_OF[kind];
    if (role !== undefined) {
      await owner.ok('PUT', `/users/${me.user.id}/roles`, { roles: [{ roleId: roleIds[role], organizationId }] });
    }
    const level = GRANT_OF[kind];
    if (level !== undefined) {
      await give(kind, 'user', idpUserIds[kind], level);
    }
  }
  await owner.ok('PUT', `/users/${userIds.admin}/admin`, { admin: true });
  await owner.ok('PUT', `/idp/groups/${groupId}/members/${idpUserIds['groupUser']}`);
  await give('groupUser', 'group', groupId, 'checkout');
  return {
    owner,
    organizationId,
    elsewhereId,
    vaultId,
    people,
    userIds,
    idpUserIds,
    groupId,
    grantIds,
    newIdentity: async (settings = {}) => {
      const value = `value-${Math.random().toString(36).slice(2)}`;
      const body = {
        identityGroupId: vaultId,
        name: 'prod-db-admin',
        username: 'admin',
        credential: value,
        credentialType: 'password',
        ...settings,
      };
      const { id } = await owner.ok('POST', '/identities', body);
      return { id, value };
    },
  };
};
