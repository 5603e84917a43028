import type { CheckoutEvidence } from '../domain/sessions/events';

/** By what somebody reached a value. */
export const pathOf = (
  { ownerBypass, groupId, grantId }: CheckoutEvidence,
  breakGlass: boolean | undefined,
): string => {
  if (breakGlass === true) return 'break-glass';
  if (ownerBypass) return 'owner-bypass';
  return groupId === undefined ? (grantId === undefined ? 'session' : 'direct') : `group:${groupId}`;
};
