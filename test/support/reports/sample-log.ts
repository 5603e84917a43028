import { digest } from '../streams/view-of';
import { minute, told, type ToldFact } from './facts-of-log';

const person = (id: string): readonly ToldFact[] => [
  told(`user-${id}`, 'user-created', { userId: id, email: `${id}@example.com`, support: false, createdAt: 't' }),
  told(`userEmail-${digest.of(`${id}@example.com`)}`, 'user-claimed', { userId: id }),
  told(`directory-p-${id}`, 'idp-user-created', {
    idpUserId: `p-${id}`,
    email: `${id}@example.com`,
    displayName: id.toUpperCase(),
    active: true,
  }),
  told(`directoryEmail-${digest.of(`${id}@example.com`)}`, 'idp-email-claimed', { idpUserId: `p-${id}` }),
];

const settings = {
  username: 'root',
  credentialType: 'password',
  rotateAfterUse: false,
  hostIds: [],
  allowConcurrentCheckout: false,
  maxConcurrentSessions: 1,
};

export const PLACE = { organizationId: 'o', identityGroupId: 'v' } as const;

/** A credential of vault `v` in organization `o`. */
export const credential = (identityId: string, more: object = {}): ToldFact =>
  told(`identity-${identityId}`, 'identity-created', {
    ...PLACE,
    ...settings,
    identityId,
    name: `the ${identityId}`,
    credentialVersion: 1,
    createdAt: '2026-03-01T12:00:00.000Z',
    ...more,
  });

/** Olga owns everything; Mia manages vault `v`, Ann and Bob may see it. Bob is in group `g`. Credential `db` is in the vault. */
export const TOWN: readonly ToldFact[] = [
  ...['olga', 'mia', 'ann', 'bob'].flatMap(person),
  told('account', 'owner-added', { userId: 'olga', email: 'olga@example.com' }),
  told('account', 'role-created', {
    roleId: 'manager',
    name: 'Manager',
    permissions: ['pam_vaults.view', 'pam_vaults.manage'],
  }),
  told('account', 'role-created', { roleId: 'viewer', name: 'Viewer', permissions: ['pam_vaults.view'] }),
  told('user-mia', 'user-roles-assigned', { userId: 'mia', roles: [{ roleId: 'manager', organizationId: 'o' }] }),
  told('user-ann', 'user-roles-assigned', { userId: 'ann', roles: [{ roleId: 'viewer', organizationId: 'o' }] }),
  told('user-bob', 'user-roles-assigned', { userId: 'bob', roles: [{ roleId: 'viewer', organizationId: 'o' }] }),
  told('directoryGroup-g', 'idp-group-created', { idpGroupId: 'g', name: 'Operators' }),
  told('directoryGroup-g', 'idp-group-member-added', { idpGroupId: 'g', idpUserId: 'p-bob' }),
  told('organization-o', 'organization-created', { organizationId: 'o', name: 'Org', settings: {}, createdAt: 't' }),
  told('vault-v', 'vault-created', { ...PLACE, name: 'Production', createdAt: 't' }),
  credential('db'),
];

/** A grant on vault `v`, given by Mia unless said otherwise. */
export const grant = (grantId: string, more: object = {}, what = 'grant-given'): ToldFact => {
  const data = {
    principalType: 'user',
    principalId: 'p-ann',
    level: 'checkout',
    grantedBy: 'mia',
    createdAt: minute(0),
  };
  const by = (more as { readonly grantedBy?: string }).grantedBy ?? 'mia';
  return told('vaultAccess-v', what, { ...PLACE, grantId, ...data, ...more }, { by });
};

/** Somebody checks `db` out. */
export const checkout = (sessionId: string, userId: string, more: object = {}, at: Partial<ToldFact> = {}): ToldFact =>
  told(
    'identity-db',
    'identity-checked-out',
    {
      ...PLACE,
      identityId: 'db',
      sessionId,
      userId,
      userEmail: `${userId}@example.com`,
      reason: 'a look',
      durationMinutes: 30,
      breakGlass: false,
      ownerBypass: false,
      evidence: { ownerBypass: false, grantId: 'g1' },
      version: 1,
      checkedOutAt: at.at ?? '2026-03-01T12:30:00.000Z',
      expiresAt: '2026-03-01T13:30:00.000Z',
      ...more,
    },
    { by: userId, ip: '192.0.2.1', ...at },
  );
