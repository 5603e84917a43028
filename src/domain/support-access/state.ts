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
  /** Another number with whatever is shown of it, never an earlier one: even after what somebody did, odd after its time. */
  readonly revision: number;
}

/** What a fact says of a window. */
type Terms = Omit<SupportWindow, 'revision'>;

export interface SupportAccessState {
  /** By organization id. */
  readonly windows: Readonly<Record<string, SupportWindow>>;
}

const set = (state: SupportAccessState, organizationId: string, window: SupportWindow): SupportAccessState => ({
  windows: withEntry(state.windows, organizationId, window),
});

/** Somebody did this. What time does beside it, by the clock of another node, has a number of its own. */
const changed = (state: SupportAccessState, organizationId: string, terms: Terms): SupportAccessState => {
  const before = entryOf(state.windows, organizationId)?.revision ?? 0;
  return set(state, organizationId, { ...terms, revision: before + 2 - (before % 2) });
};

const disabled = (state: SupportAccessState, organizationId: string, how: Partial<Terms>): SupportAccessState => {
  const window = entryOf(state.windows, organizationId);
  return window === undefined ? state : changed(state, organizationId, { ...window, ...how, enabled: false });
};

const expired = (state: SupportAccessState, organizationId: string): SupportAccessState => {
  const window = entryOf(state.windows, organizationId);
  return window?.enabled === true
    ? set(state, organizationId, { ...window, enabled: false, revision: window.revision + 1 })
    : state;
};

/** All windows of the account in one stream, so that one append ends them all and none that is opened beside it survives. */
export const supportAccess: Fold<SupportAccessState, SupportAccessEvent> = {
  category: 'supportAccess',
  version: 2,
  initial: { windows: {} },
  evolve: {
    'keyledger.support-access-enabled.v1': (state, { organizationId, enabledBy, enabledAt, ...terms }) =>
      changed(state, organizationId, { ...terms, enabled: true, changedBy: enabledBy, changedAt: enabledAt }),
    'keyledger.support-access-changed.v1': (state, { organizationId, ...terms }) =>
      changed(state, organizationId, { ...terms, enabled: true }),
    'keyledger.support-access-disabled.v1': (state, { organizationId, reason, disabledBy, disabledAt }) =>
      disabled(state, organizationId, { reason, changedBy: disabledBy, changedAt: disabledAt }),
    'keyledger.support-access-emergency-disabled.v1': (state) => state,
    'keyledger.support-access-expiry-warned.v1': (state, { organizationId, expiresAt, daysBefore }) => {
      const window = entryOf(state.windows, organizationId);
      return window === undefined
        ? state
        : set(state, organizationId, { ...window, warned: { expiresAt, daysBefore } });
    },
    'keyledger.support-access-expired.v1': (state, { organizationId }) => expired(state, organizationId),
  },
};

/** Is support let in, at this time? */
export const isOn = ({ enabled, expiresAt }: Pick<SupportWindow, 'enabled' | 'expiresAt'>, now: string): boolean =>
  enabled && (expiresAt === undefined || expiresAt > now);

/** What is shown of an organization's, as a number: its ETag. A time that is over counts as told, so that telling it changes nothing. */
export const shownRevision = (window: SupportWindow | undefined, now: string): number => {
  if (window === undefined) return 0;
  return window.enabled && !isOn(window, now) ? window.revision + 1 : window.revision;
};
