import { isOn, supportAccess } from '../domain/support-access/state';
import { entryOf } from '../kernel/entry-of';
import { latest } from '../kernel/time';
import type { View } from '../kernel/stream-reader';

/** Support access of an organization as it stands: on or off, why, until when, by whom. */
export interface SupportAccessView {
  readonly organizationId: string;
  readonly enabled: boolean;
  readonly reason?: string;
  readonly expiresAt?: string;
  readonly changedBy?: string;
  readonly changedAt?: string;
}

/** Told from the stream that decides. */
export const supportAccessOf = async (view: View, organizationId: string): Promise<SupportAccessView> => {
  const { state, time } = await view.load(supportAccess);
  const window = entryOf(state.windows, organizationId);
  if (window === undefined) {
    return { organizationId, enabled: false };
  }
  const { reason, expiresAt, changedBy, changedAt } = window;
  return {
    organizationId,
    enabled: isOn(window, latest(view.time, time)),
    reason,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(changedBy === undefined ? {} : { changedBy }),
    changedAt,
  };
};
