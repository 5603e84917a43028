import type { DomainEvent } from '../../../src/kernel/event';
import { EARLIER } from './a-vault';
import { fact } from './ground-of';
import { digest, type Streams } from './view-of';

/** Somebody's record in the directory: `p-ann`, called Ann, with the e-mail `ann@x.org`. `more`: what became of it. */
export const recordOf = (name: string, ...more: readonly DomainEvent[]): Streams => ({
  [`directory-p-${name}`]: [
    fact('idp-user-created', { idpUserId: `p-${name}`, email: `${name}@x.org`, displayName: name, active: true }),
    ...more,
  ],
  [`directoryEmail-${digest.of(`${name}@x.org`)}`]: [fact('idp-email-claimed', { idpUserId: `p-${name}` })],
});

/** The record is switched off, or on again. */
export const recordChanged = (name: string, active: boolean): DomainEvent =>
  fact('idp-user-changed', { idpUserId: `p-${name}`, displayName: name, active });

/** A group of the directory with the records of these people in it. `more`: what became of it. */
export const groupOf = (idpGroupId: string, names: readonly string[], ...more: readonly DomainEvent[]): Streams => ({
  [`directoryGroup-${idpGroupId}`]: [
    fact('idp-group-created', { idpGroupId, name: `group ${idpGroupId}` }),
    ...names.map((name) => fact('idp-group-member-added', { idpGroupId, idpUserId: `p-${name}` })),
    ...more,
  ],
});
export const groupDeleted = (idpGroupId: string): DomainEvent => fact('idp-group-deleted', { idpGroupId });

/** A grant at `checkout` on vault `v`, to a person by name or to a group. */
export const grant = (grantId: string, to: { user: string } | { group: string }, more: object = {}): DomainEvent =>
  fact('grant-given', {
    organizationId: 'o',
    identityGroupId: 'v',
    grantId,
    ...('user' in to
      ? { principalType: 'user', principalId: `p-${to.user}` }
      : { principalType: 'group', principalId: to.group }),
    level: 'checkout',
    grantedBy: 'boss',
    createdAt: EARLIER,
    ...more,
  });
export const grantsOf = (...grants: readonly DomainEvent[]): Streams => ({ 'vaultAccess-v': grants });

/** Support is let into an organization, until then or until somebody disables it. */
export const letInto = (organizationId: string, more: object = {}): DomainEvent =>
  fact('support-access-enabled', {
    organizationId,
    windowId: `window-${organizationId}`,
    reason: 'help us',
    enabledBy: 'boss',
    enabledAt: EARLIER,
    ...more,
  });

/** Vault `v` asks for approval by these from now on. */
export const guardedBy = (required: number, users: readonly string[], groups: readonly string[] = []): Streams => ({
  'vault-v': [
    fact('vault-changed', {
      identityGroupId: 'v',
      organizationId: 'o',
      name: 'Servers',
      approvalPolicy: { required, approvers: { users: users.map((name) => `p-${name}`), groups } },
    }),
  ],
});
export const SECRET: Streams = {
  'organization-o': [fact('organization-secret-set', { organizationId: 'o', secretVersion: 1 })],
};
