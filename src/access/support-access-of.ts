import { isOn, shownRevision, supportAccess } from '../domain/support-access/state';
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

/** Told from the stream that decides, with its ETag. */
export const supportAccessOf = async (
  view: View,
  organizationId: string,
): Promise<{ readonly item: SupportAccessView; readonly revision: number }> => {
  const { state, time } = await view.load(supportAccess);
  const window = entryOf(state.windows, organizationId);
  const now = latest(view.time, time);
  const revision = shownRevision(window, now);
  if (window === undefined) {
    return { item: { organizationId, enabled: false }, revision };
  }
  const { reason, expiresAt, changedBy, changedAt } = window;
  const item = {
    organizationId,
    enabled: isOn(window, now),
    reason,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(changedBy === undefined ? {} : { changedBy }),
    changedAt,
  };
  return { item, revision };
};
