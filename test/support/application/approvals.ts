import type { Client } from './client';
import type { RunningApplication } from './running-application';
import type { Fixture } from './fixture';

type Name = 'kim' | 'lee' | 'pat';

/** Somebody who may be named as an approver, and their record in the directory. */
export interface Approver {
  readonly client: Client;
  readonly userId: string;
  readonly idpUserId: string;
}

/** A vault with an approval policy, in a fixture, and people who approve. */
export interface ApprovalFixture {
  readonly approvers: Readonly<Record<Name, Approver>>;
  readonly groupId: string;
  /** Sets the policy of the fixture's vault; people by the names above, `group` for the group. */
  policy(required: number, users: readonly string[], group?: boolean): Promise<void>;
  /** Each of them approves. */
  approve(requestId: string, ...names: readonly Name[]): Promise<void>;
  statusOf(requestId: string): Promise<string>;
  /** The id of a new request of somebody. */
  ask(who: Client, identityId: string, durationMinutes?: number): Promise<string>;
}

/** Makes three approvers, who hold `pam_vaults.approve` and nothing else. */
export const approvalsIn = async (
  application: Pick<RunningApplication, 'as'>,
  fixture: Fixture,
): Promise<ApprovalFixture> => {
  const { owner, organizationId, vaultId } = fixture;
  const { id: roleId } = await owner.ok('POST', '/roles', { name: 'Approver', permissions: ['pam_vaults.approve'] });
  const approver = async (name: string): Promise<Approver> => {
    const client = await application.as(`${name}-${vaultId.slice(-6)}@example.com`);
    const userId = (await client.ok('GET', '/me')).user.id;
    const idp = { email: client.email, displayName: name, active: true };
    const idpUserId = (await owner.ok('POST', '/idp/users', idp)).id;
    await owner.ok('PUT', `/users/${userId}/roles`, { roles: [{ roleId, organizationId }] });
    return { client, userId, idpUserId };
  };
  const approvers = { kim: await approver('kim'), lee: await approver('lee'), pat: await approver('pat') };
  const { id: groupId } = await owner.ok('POST', '/idp/groups', { name: `Approvers ${vaultId}` });
  return {
    approvers,
    groupId,
    policy: async (required, users, group = false) => {
      const ids = users.map((name) => approvers[name as 'kim']?.idpUserId ?? name);
      const approvalPolicy = { required, approvers: { users: ids, groups: group ? [groupId] : [] } };
      await owner.ok('PATCH', `/identity-groups/${vaultId}`, { approvalPolicy });
    },
    approve: async (requestId, ...names) => {
      for (const name of names) await approvers[name].client.ok('POST', `/access-requests/${requestId}/approve`);
    },
    statusOf: async (requestId) => (await owner.ok('GET', `/access-requests/${requestId}`)).status,
    ask: async (who, identityId, durationMinutes = 30) =>
      (
        await who.ok('POST', `/identities/${identityId}/access-requests`, {
          reason: 'month end',
          durationMinutes,
        })
      ).id,
  };
};

/** What people do about approval. */
export const checkOut = (who: Client, id: string, durationMinutes = 30) =>
  who.post(`/identities/${id}/checkout`, { reason: 'month end', durationMinutes });

export const reveal = (who: Client, id: string) => who.post(`/identities/${id}/reveal`);

/** Approves, denies, cancels or revokes. */
export const act = (who: Client, requestId: string, what: string, reason?: string) =>
  who.post(`/access-requests/${requestId}/${what}`, reason === undefined ? undefined : { reason });
