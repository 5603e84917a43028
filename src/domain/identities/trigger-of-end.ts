import type { EndedBy, RotationTrigger } from './events';
import type { IdentityState, OpenSession } from './state';

/** Why the end of a session asks for a value that whoever held it does not know; undefined: it does not. */
export const triggerOfEnd = (
  { owed, settings }: Pick<IdentityState, 'owed' | 'settings'>,
  { rotateAfterUse = settings.rotateAfterUse }: Pick<OpenSession, 'rotateAfterUse'>,
  endedBy: EndedBy,
): RotationTrigger | undefined => {
  if (endedBy === 'force') {
    return 'force_checkin';
  }
  if (owed !== undefined) {
    return owed;
  }
  if (endedBy === 'grant_revoked' || endedBy === 'support_disabled') {
    return endedBy;
  }
  return rotateAfterUse ? 'after_use' : undefined;
};
