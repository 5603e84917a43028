import { refuseTooManyTries } from '../../domain/break-glass/decide';
import { breakGlassTries, type BreakGlassState } from '../../domain/break-glass/state';
import { breakGlass } from '../../domain/identities/decide/break-glass';
import type { RotationStart } from '../../domain/identities/decide/rotation';
import type { IdentityEvent } from '../../domain/identities/events';
import { organization } from '../../domain/organizations/state';
import { ground } from '../../kernel/ground';
import { judgedStep } from '../../kernel/judged-step';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import type { CallerPermissions } from '../caller-permissions';
import { roleEvidence } from '../held-through';
import { requireIdentity } from '../require-identity';
import type { Act } from './act';
import { requireSecret } from './require-secret';

/** What is asked for when the glass is broken. */
export interface AskedBreakGlass extends Pick<RotationStart, 'rotationId'> {
  readonly sessionId: string;
  /** The justification. */
  readonly reason: string;
  /** The tries of late, where this one does not count among them yet. */
  readonly tries?: BreakGlassState;
}

/** An emergency checkout, whole: the permission is enough; neither grant nor record nor approval is asked for, nor who holds it. */
export const decideBreakGlass = async (
  act: Act,
  { tries, rotationId, ...request }: AskedBreakGlass,
): Promise<readonly IdentityEvent[] | Refusal> => {
  const { view, identityId, identity, now, tell } = act;
  const denied = requireIdentity(act.rights, act, 'pam_vaults.break_glass', tell);
  if (denied !== undefined) {
    return denied;
  }
  const rights = act.rights as CallerPermissions;
  const { userId, email: userEmail } = rights;
  const haste = tries && judgeHaste(act, userId, tries, request.sessionId);
  if (haste !== undefined) {
    return haste;
  }
  const by = rights.owner ? {} : roleEvidence(rights, 'pam_vaults.break_glass', identity.organizationId);
  const { settings } = (await view.load(organization, identity.organizationId)).state;
  const asked = { ...request, userId, userEmail, durationMinutes: settings.breakGlassMinutes, ...by };
  const events = breakGlass(identity, identityId, asked, { now, rotationId }, tell);
  return isRefusal(events) ? events : ((await requireSecret(view, identity.organizationId, tell)) ?? events);
};

const judgeHaste = ({ now, tell }: Act, userId: string, tries: BreakGlassState, sessionId: string) =>
  judgedStep(tell, refuseTooManyTries(tries, sessionId, now), () => ({
    step: 'rate-limit',
    passed: 'There is room for a try within the minute.',
    on: [ground(breakGlassTries, userId, (state) => ({ tries: state.tries }))],
  }));
