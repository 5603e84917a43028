import type { Act } from '../../../src/access/acts/act';
import { permissionsOf } from '../../../src/access/caller-permissions';
import { identity as identityFold } from '../../../src/domain/identities/evolve';
import type { Permission } from '../../../src/domain/permissions';
import type { DomainEvent } from '../../../src/kernel/event';
import type { JudgedStep } from '../../../src/kernel/judged-step';
import { MADE, subject } from './a-held-identity';
import { EARLIER, LATER, NOW } from './a-vault';
import { identityCheckedOut } from './an-identity-made';
import { fact } from './ground-of';
import { peopleOf, PLACES } from './people';
import { grant, grantsOf, guardedBy, letInto, recordOf, SECRET } from './reach';
import { together } from './together';
import { digest, viewOf, type Streams } from './view-of';

/** What stands for an act of vera's, who is support: whatever is absent stands against it. */
export interface AskedAct {
  readonly exists?: true;
  /** Any role in the organization. */
  readonly role?: true;
  readonly letIn?: true;
  readonly permission?: Permission;
  readonly mapped?: true;
  readonly granted?: true;
  /** The vault asks for approval: it was given. */
  readonly approved?: true;
  /** Nobody else holds it. */
  readonly free?: true;
  readonly secret?: true;
}

/** How an organization is set: by default as long as one holds it exclusively nobody else is shown the value. */
export const settings = (more: object = {}): Streams => ({
  'organization-o': [
    fact('organization-changed', {
      organizationId: 'o',
      name: 'Acme',
      settings: { breakGlassMinutes: 45, revealDuringExclusiveCheckout: false, ...more },
    }),
  ],
});

export const asked = (requestId: string, userId: string, more: object = {}): DomainEvent =>
  fact('access-requested', {
    ...subject,
    requestId,
    userId,
    userEmail: `${userId}@x.org`,
    reason: 'logs',
    durationMinutes: 30,
    policy: { required: 0, approvers: { users: [], groups: [] } },
    createdAt: EARLIER,
    expiresAt: LATER,
    ...more,
  });

/** Somebody has it from a day ago until tomorrow. */
export const checkedOut = (sessionId: string, userId: string, more: object = {}): DomainEvent =>
  identityCheckedOut(subject, sessionId, userId, {
    durationMinutes: 1440,
    exclusive: true,
    maxConcurrentSessions: 1,
    checkedOutAt: EARLIER,
    expiresAt: LATER,
    ...more,
  });

export const worldOf = (is: AskedAct, support = true): Streams => {
  const permissions: readonly Permission[] = is.permission === undefined ? ['pam_audit.read'] : [is.permission];
  return together(
    peopleOf({ vera: { support, ...(is.role && { here: permissions }) } }, PLACES),
    is.letIn ? { supportAccess: [letInto('o')] } : {},
    is.mapped ? recordOf('vera') : {},
    is.granted ? grantsOf(grant('a', { user: 'vera' })) : {},
    guardedBy(0, []),
    settings(),
    { 'identity-i': [MADE] },
    is.approved ? { 'identity-i': [asked('i.r', 'vera')] } : {},
    is.free ? {} : { 'identity-i': [checkedOut('i.s', 'bob')] },
    is.exists ? {} : { 'identity-i': [fact('identity-deleted', { ...subject, deletedAt: EARLIER })] },
    is.secret ? SECRET : {},
  );
};

/** Somebody's act on identity `i`, and the steps it tells as it is judged. */
export const actOf = async (
  streams: Streams,
  userId = 'vera',
  now = NOW,
): Promise<{ act: Act; steps: readonly JudgedStep[] }> => {
  const view = viewOf(streams, now);
  const steps: JudgedStep[] = [];
  const identity = (await view.load(identityFold, 'i')).state;
  const rights = await permissionsOf(view, userId);
  const tell = (step: JudgedStep) => void steps.push(step);
  return { act: { view, digest, rights, identityId: 'i', identity, now, tell }, steps };
};
