import type { IdentityState } from '../domain/identities/state';
import { identity as identityFold } from '../domain/identities/evolve';
import type { Permission } from '../domain/permissions';
import { ground } from '../kernel/ground';
import { judgedStep, type Tell } from '../kernel/judged-step';
import type { Refusal } from '../kernel/refusal';
import type { CallerPermissions } from './caller-permissions';
import { notFound, requirePermission } from './require';

/** The identity that somebody wants to do something with, as its stream says. */
export interface AskedIdentity {
  readonly identityId: string;
  readonly identity: IdentityState;
  /** A deleted one counts as well. */
  readonly deleted?: boolean;
  /** What a refusal calls it, by default an identity. */
  readonly what?: string;
}

/** The identity exists for the caller, in an organization where the caller holds the permission. */
export const requireIdentity = (
  rights: CallerPermissions | undefined,
  { identityId, identity, deleted, what = 'identity' }: AskedIdentity,
  permission: Permission,
  tell?: Tell,
): Refusal | undefined => {
  const { status, organizationId } = identity;
  const exists = status === 'active' || status === 'enrolling' || (deleted === true && status === 'deleted');
  const gone = judgedStep(tell, exists ? undefined : notFound(what), () => ({
    step: 'identity',
    passed: 'The identity exists.',
    failed: 'The identity is deleted.',
    on: [ground(identityFold, identityId, (state) => ({ status: state.status }))],
  }));
  return gone ?? requirePermission(rights, permission, organizationId, what, tell);
};
