import { withEntry } from '../../kernel/draft';
import { entryOf } from '../../kernel/entry-of';
import type { Fold } from '../../kernel/fold';
import type { SupportAccessEvent } from './events';

/** The last time in which support was let into an organization, or is. */
export interface SupportWindow {
  readonly windowId: string;
  /** False once somebody disabled it, or it was told that its time is over. */
  readonly enabled: boolean;
  readonly reason: string;
  readonly expiresAt?: string;
  readonly changedBy?: string;
  readonly changedAt: string;
  /** Of what end, and how many days before it, was warned last. */
  readonly warned?: { readonly expiresAt: string; readonly daysBefore: number };
}

export interface SupportAccessState {
  /** By organization id. */
  readonly windows: Readonly<Record<string, SupportWindow>>;
}

const set = (state: SupportAccessState, organizationId: string, window: SupportWindow): SupportAccessState => ({
  windows: withEntry(state.windows, organizationId, window),
});

const ended = (
  state: SupportAccessState,
  organizationId: string,
  how: Partial<SupportWindow> = {},
): SupportAccessState => {
  const window = entryOf(state.windows, organizationId);
  return window === undefined ? state : set(state, organizationId, { ...window, ...how, enabled: false });
};

/** All windows of the account in one stream, so that one append ends them all and none that is opened beside it survives. */
export const supportAccess: Fold<SupportAccessState, SupportAccessEvent> = {
  category: 'supportAccess',
  initial: { windows: {} },
  evolve: {
    'keyledger.support-access-enabled.v1': (state, { organizationId, enabledBy, enabledAt, ...terms }) =>
      set(state, organizationId, { ...terms, enabled: true, changedBy: enabledBy, changedAt: enabledAt }),
    'keyledger.support-access-changed.v1': (state, { organizationId, ...terms }) =>
      set(state, organizationId, { ...terms, enabled: true }),
    'keyledger.support-access-disabled.v1': (state, { organizationId, reason, disabledBy, disabledAt }) =>
      ended(state, organizationId, { reason, changedBy: disabledBy, changedAt: disabledAt }),
    'keyledger.support-access-emergency-disabled.v1': (state) => state,
    'keyledger.support-access-expiry-warned.v1': (state, { organizationId, expiresAt, daysBefore }) => {
      const window = entryOf(state.windows, organizationId);
      return window === undefined
        ? state
        : set(state, organizationId, { ...window, warned: { expiresAt, daysBefore } });
    },
    'keyledger.support-access-expired.v1': (state, { organizationId }) => ended(state, organizationId),
  },
};

/** Is support let in, at this time? */
export const isOn = ({ enabled, expiresAt }: Pick<SupportWindow, 'enabled' | 'expiresAt'>, now: string): boolean =>
  enabled && (expiresAt === undefined || expiresAt > now);
