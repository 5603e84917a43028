import type {
  SupportAccessChanged,
  SupportAccessDisabled,
  SupportAccessEnabled,
  SupportAccessExpired,
  SupportAccessExpiryWarned,
} from '../../src/domain/support-access/events';
import { plusDays } from '../../src/kernel/time';
import type { Agenda } from './agenda';
import type { DeadlineDocument } from './document';

type Fact =
  | SupportAccessEnabled
  | SupportAccessChanged
  | SupportAccessDisabled
  | SupportAccessExpired
  | SupportAccessExpiryWarned;

const WARNED_DAYS = [7, 1, 0] as const;

/** What comes next on the way to the end: a warning, or the end itself. */
const nextBefore = (id: string, organizationId: string, expiresAt: string, isAhead: (days: number) => boolean) => {
  const days = WARNED_DAYS.find(isAhead) ?? 0;
  const dueAt = plusDays(expiresAt, -days);
  return { id, kind: 'support-access', dueAt, organizationId, expiresAt } satisfies DeadlineDocument;
};

/** Support access ends at a time of its own, and that is warned of. */
export const supportAccess: Agenda<Fact> = {
  types: [
    'keyledger.support-access-enabled.v1',
    'keyledger.support-access-changed.v1',
    'keyledger.support-access-disabled.v1',
    'keyledger.support-access-expired.v1',
    'keyledger.support-access-expiry-warned.v1',
  ],
  id: ({ data }) => `support-access:${data.organizationId}`,
  next: (_, fact, id, at) => {
    const { organizationId } = fact.data;
    switch (fact.type) {
      case 'keyledger.support-access-disabled.v1':
      case 'keyledger.support-access-expired.v1':
        return undefined;
      case 'keyledger.support-access-expiry-warned.v1': {
        const { expiresAt, daysBefore } = fact.data;
        return nextBefore(id, organizationId, expiresAt, (days) => days < daysBefore);
      }
      default: {
        const { expiresAt } = fact.data;
        return expiresAt === undefined
          ? undefined
          : nextBefore(id, organizationId, expiresAt, (days) => plusDays(expiresAt, -days) > at);
      }
    }
  },
};
