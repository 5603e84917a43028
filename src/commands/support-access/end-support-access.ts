import { disableSupportAccess } from '../../domain/support-access/decide';
import { supportAccess } from '../../domain/support-access/state';
import type { Context } from '../../kernel/context';
import { SUPPORT_LEASE_OVER_MS } from '../../kernel/support-lease';
import type { Decisions } from '../deciding/decisions';
import { pass } from './pass';

/**
 * Shuts the vendor's support out of an organization that goes: nobody could do that once it is gone. Once it has answered no
 * request of support is served there on any node. `by`: id of the user who deletes the organization.
 */
export const endSupportAccess = async (
  deciding: Decisions,
  context: Context,
  organizationId: string,
  by: string,
): Promise<void> => {
  const { events } = await deciding.decide(context, { fold: supportAccess }, ({ target, now }) =>
    disableSupportAccess(target.state, organizationId, 'The organization was deleted.', { by, now }),
  );
  if (events.length > 0) {
    await pass(SUPPORT_LEASE_OVER_MS);
  }
};
