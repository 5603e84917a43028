import type {
  SupportAccessChanged,
  SupportAccessDisabled,
  SupportAccessEnabled,
  SupportAccessExpired,
  SupportAccessExpiryWarned,
} from '../../src/domain/support-access/events';
import { following } from '../../src/kernel/projector';
import { plusDays } from '../../src/kernel/time';
import type { DeadlineDocument } from './document';

type Opened = SupportAccessEnabled | SupportAccessChanged;
type Fact = Opened | SupportAccessDisabled | SupportAccessExpired | SupportAccessExpiryWarned;

/** Two warnings, and the end itself. */
const TOLD_DAYS_BEFORE = [7, 1, 0] as const;

const nextOf = (id: string, organizationId: string, expiresAt: string, isAhead: (days: number) => boolean) => {
  const days = TOLD_DAYS_BEFORE.find(isAhead) ?? 0;
  return { id, kind: 'support-access', dueAt: plusDays(expiresAt, -days), organizationId } satisfies DeadlineDocument;
};

const opened = (
  _: DeadlineDocument | undefined,
  { data, metadata }: Opened & { readonly metadata: { readonly time: string } },
  id: string,
) => {
  const { organizationId, expiresAt } = data;
  return expiresAt === undefined
    ? undefined
    : nextOf(id, organizationId, expiresAt, (days) => plusDays(expiresAt, -days) > metadata.time);
};

/** Support access ends at a time of its own, and that is warned of. */
export const supportAccessDeadlines = following<DeadlineDocument, Fact>(
  ({ data }) => [`support-access:${data.organizationId}`],
  {
    'keyledger.support-access-enabled.v1': opened,
    'keyledger.support-access-changed.v1': opened,
    'keyledger.support-access-expiry-warned.v1': (_, { data }, id) =>
      nextOf(id, data.organizationId, data.expiresAt, (days) => days < data.daysBefore),
    'keyledger.support-access-disabled.v1': () => undefined,
    'keyledger.support-access-expired.v1': () => undefined,
  },
);
