import { entryOf } from '../../kernel/entry-of';
import type { SupportAccessEvent } from './events';
import { isOn, type SupportAccessState, type SupportWindow } from './state';
import { plusDays } from '../../kernel/time';

/** Days before its end on which it is told that support access will end. */
const WARNED_DAYS = [7, 1] as const;

const warnedAt = (expiresAt: string, daysBefore: number): string => plusDays(expiresAt, -daysBefore);

/** What somebody who manages support access asks for. `windowId`: of a window that this opens. */
export interface SupportTerms {
  readonly organizationId: string;
  readonly reason: string;
  readonly expiresInDays?: number;
  readonly windowId: string;
}

interface By {
  readonly by: string;
  readonly now: string;
}

const expired = (organizationId: string, { windowId, expiresAt = '' }: SupportWindow): SupportAccessEvent => ({
  type: 'keyledger.support-access-expired.v1',
  data: { organizationId, windowId, expiresAt },
});

/** What time has ended and nobody has told yet: a window that is opened behind it is another one. */
const overdue = (state: SupportAccessState, organizationId: string, now: string): readonly SupportAccessEvent[] => {
  const window = entryOf(state.windows, organizationId);
  return window !== undefined && window.enabled && !isOn(window, now) ? [expired(organizationId, window)] : [];
};

/** Lets support in; while it is in, reason and end become these. The same again is nothing. */
export const enableSupportAccess = (
  state: SupportAccessState,
  { organizationId, reason, expiresInDays, windowId }: SupportTerms,
  { by, now }: By,
): readonly SupportAccessEvent[] => {
  const window = entryOf(state.windows, organizationId);
  const end = expiresInDays === undefined ? {} : { expiresAt: plusDays(now, expiresInDays) };
  if (window === undefined || !isOn(window, now)) {
    const data = { organizationId, windowId, reason, enabledBy: by, enabledAt: now, ...end };
    return [...overdue(state, organizationId, now), { type: 'keyledger.support-access-enabled.v1', data }];
  }
  if (window.reason === reason && window.expiresAt === end.expiresAt) {
    return [];
  }
  const data = { organizationId, windowId: window.windowId, reason, changedBy: by, changedAt: now, ...end };
  return [{ type: 'keyledger.support-access-changed.v1', data }];
};

const disabled = (
  organizationId: string,
  { windowId }: SupportWindow,
  reason: string,
  { by, now }: By,
): SupportAccessEvent => ({
  type: 'keyledger.support-access-disabled.v1',
  data: { organizationId, windowId, reason, disabledBy: by, disabledAt: now },
});

/** Where it is off already there is nothing to do. */
export const disableSupportAccess = (
  state: SupportAccessState,
  organizationId: string,
  reason: string,
  at: By,
): readonly SupportAccessEvent[] => {
  const window = entryOf(state.windows, organizationId);
  return window !== undefined && isOn(window, at.now)
    ? [disabled(organizationId, window, reason, at)]
    : overdue(state, organizationId, at.now);
};

/** Ends every window there is, in one append; told each time somebody asks for it, also when none was on. */
export const emergencyDisable = (state: SupportAccessState, reason: string, at: By): readonly SupportAccessEvent[] => {
  const windows = Object.entries(state.windows);
  const on = windows.filter(([, window]) => isOn(window, at.now));
  const { by: disabledBy, now: disabledAt } = at;
  const data = { reason, disabledBy, disabledAt, organizations: on.length };
  return [
    { type: 'keyledger.support-access-emergency-disabled.v1', data },
    ...windows.flatMap(([organizationId]) => overdue(state, organizationId, at.now)),
    ...on.map(([organizationId, { windowId }]): SupportAccessEvent => {
      const subject = { organizationId, windowId, reason, disabledBy, disabledAt, emergency: true } as const;
      return { type: 'keyledger.support-access-disabled.v1', data: subject };
    }),
  ];
};

/** What time has brought: the end, or a warning, each day's once. */
export const tellExpiry = (
  state: SupportAccessState,
  organizationId: string,
  dueAt: string,
  now: string,
): readonly SupportAccessEvent[] => {
  const window = entryOf(state.windows, organizationId);
  if (window === undefined || !window.enabled || window.expiresAt === undefined) {
    return [];
  }
  const { expiresAt, windowId, warned } = window;
  if (expiresAt <= now) {
    return [expired(organizationId, window)];
  }
  // The end was moved meanwhile: what was due is due at another time.
  const daysBefore = WARNED_DAYS.find((days) => warnedAt(expiresAt, days) === dueAt);
  const isTold = warned?.expiresAt === expiresAt && warned.daysBefore === daysBefore;
  return daysBefore === undefined || dueAt > now || isTold
    ? []
    : [
        {
          type: 'keyledger.support-access-expiry-warned.v1',
          data: { organizationId, windowId, expiresAt, daysBefore },
        },
      ];
};
