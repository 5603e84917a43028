import type { AccessRequest } from '../../domain/identities/access-request';
import { mayReveal } from '../../domain/identities/decide/check-out';
import { isOver } from '../../domain/identities/decide/end-session';
import type { Evidence } from '../../domain/identities/events';
import { identity as identityFold } from '../../domain/identities/evolve';
import type { OpenSession } from '../../domain/identities/state';
import { organization } from '../../domain/organizations/state';
import { ground } from '../../kernel/ground';
import { judgedStep } from '../../kernel/judged-step';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { CallerPermissions } from '../caller-permissions';
import { requireApprovalToReveal } from '../require-approval';
import { requireIdentity } from '../require-identity';
import { basisOf } from '../session-basis';
import { requireVaultAccess } from '../vault-access';
import type { Act } from './act';
import { requireSecret } from './require-secret';

/** What a reveal rests on. */
export interface RevealBasis {
  readonly evidence: Evidence;
  /** The open session that allows it, of somebody who broke the glass. */
  readonly emergency?: OpenSession;
  /** The approval that allows it, where the vault asks for one; `begins`: its minutes have yet to begin. */
  readonly approval?: { readonly accessRequestId: string; readonly begins?: AccessRequest };
}

/** The open session of somebody who broke the glass: as long as it lasts that user may ask for the value, whatever else would stand against it. */
export const emergencyOf = async (
  { view, digest, identity, now }: Omit<Act, 'rights' | 'tell' | 'identityId'>,
  userId: string | undefined,
): Promise<OpenSession | undefined> => {
  const vault = { organizationId: identity.organizationId, vaultId: identity.identityGroupId };
  for (const emergency of identity.sessions) {
    const isMine = emergency.breakGlass && emergency.userId === userId && !isOver(emergency, now);
    if (isMine && (await basisOf(view, digest, emergency, vault, now)).stands) {
      return emergency;
    }
  }
  return undefined;
};

/** A reveal, whole: an emergency of one's own; else permission, grant, approval, and who holds the identity. */
export const judgeReveal = async (act: Act, emergency: OpenSession | undefined): Promise<RevealBasis | Refusal> => {
  const { view, identityId, identity, tell } = act;
  if (emergency !== undefined) {
    judgedStep(tell, undefined, () => ({
      step: 'break-glass-session',
      passed: 'The glass is broken: while that session lasts the value may be revealed.',
      on: [ground(identityFold, identityId, ({ sessions }) => ({ session: sessions.find(isSame(emergency)) }))],
    }));
    const refusal = await requireSecret(view, identity.organizationId, tell);
    return refusal ?? { evidence: emergency.evidence, emergency };
  }
  const denied = requireIdentity(act.rights, act, 'pam_vaults.view', tell);
  return denied ?? judgeByGrant(act, act.rights as CallerPermissions);
};

const isSame =
  ({ sessionId }: OpenSession) =>
  (other: OpenSession): boolean =>
    other.sessionId === sessionId;

const judgeByGrant = async (act: Act, rights: CallerPermissions): Promise<RevealBasis | Refusal> => {
  const { view, digest, identityId, identity, now, tell } = act;
  const wanted = { vaultId: identity.identityGroupId, level: 'view_credentials', now } as const;
  const allowance = await requireVaultAccess(view, digest, rights, wanted, tell);
  if (isRefusal(allowance)) {
    return allowance;
  }
  const { userId } = rights;
  const approved = await requireApprovalToReveal(view, digest, {
    identity,
    identityId,
    userId,
    now,
    ...(tell && { tell }),
  });
  if (isRefusal(approved)) {
    return approved;
  }
  const { settings } = (await view.load(organization, identity.organizationId)).state;
  const during = settings.revealDuringExclusiveCheckout;
  const refusal =
    mayReveal(identity, identityId, userId, during, { now, rotationId: '' }, tell) ??
    (await requireSecret(view, identity.organizationId, tell));
  return refusal ?? { evidence: allowance.evidence, ...(approved.asked ? { approval: approved } : {}) };
};
