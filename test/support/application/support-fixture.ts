import type { Client } from './client';
import type { RunningApplication } from './running-application';
import { newFixture, SECRET, type Fixture } from './fixture';

/** Every permission there is: what support may not do with all of them is not for want of one. */
const ALL = [
  'pam_vaults.view',
  'pam_vaults.manage',
  'pam_vaults.break_glass',
  'pam_vaults.approve',
  'hosts.manage_users',
  'directory.manage',
  'support_access.manage',
  'pam_audit.read',
  'accounts.manage',
];

/** A fixture with a user marked as support, who has every permission in two organizations and a grant in each. */
export interface SupportFixture extends Fixture {
  readonly support: Client;
  readonly supportId: string;
  /** The other organization in which support has every permission. */
  readonly otherId: string;
  readonly otherVaultId: string;
  readonly roleId: string;
  /** Turns support access of an organization on or off. */
  set(organizationId: string, enabled: boolean, expiresInDays?: number): Promise<void>;
  inOther(): Promise<string>;
}

let made = 0;

export const newSupportFixture = async (application: Pick<RunningApplication, 'as'>): Promise<SupportFixture> => {
  const fixture = await newFixture(application);
  const { owner, organizationId, vaultId } = fixture;
  const n = (made += 1);
  const { id: otherId } = await owner.ok('POST', '/organizations', { name: `Other ${n}` });
  await owner.ok('PUT', `/organizations/${otherId}/secret`, { secret: SECRET });
  const { id: otherVaultId } = await owner.ok('POST', '/identity-groups', { name: 'O', organizationId: otherId });
  const support = await application.as(`support-${n}@vendor.example`);
  const supportId = (await support.ok('GET', '/me')).user.id;
  await owner.ok('PATCH', `/users/${supportId}`, { support: true });
  const roleId = (await owner.ok('POST', '/roles', { name: `All ${n}`, permissions: ALL })).id;
  const roles = [organizationId, otherId].map((id) => ({ roleId, organizationId: id }));
  await owner.ok('PUT', `/users/${supportId}/roles`, { roles });
  const idp = { email: support.email, displayName: 'Support', active: true };
  const principal = { principalType: 'user', principalId: (await owner.ok('POST', '/idp/users', idp)).id };
  for (const id of [vaultId, otherVaultId]) {
    await owner.ok('POST', `/identity-groups/${id}/access`, { ...principal, level: 'checkout' });
  }
  return {
    ...fixture,
    support,
    supportId,
    otherId,
    otherVaultId,
    roleId,
    set: async (id, enabled, expiresInDays) => {
      const days = expiresInDays === undefined ? {} : { expiresInDays };
      await owner.ok('PUT', `/organizations/${id}/support-access`, { enabled, reason: 'ticket 4711', ...days });
    },
    inOther: async () => {
      const body = {
        identityGroupId: otherVaultId,
        name: 'x',
        username: 'x',
        credential: 'x1',
        credentialType: 'other',
      };
      return (await owner.ok('POST', '/identities', body)).id;
    },
  };
};
