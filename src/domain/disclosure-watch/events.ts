import type { DomainEvent } from '../../kernel/event';

/**
 * One person was shown more values of an organization within an hour than is usual. `values`: how many were counted when it was
 * found; `since`: when the first of them was shown.
 */
export type UnusualDisclosuresFound = DomainEvent<
  'keyledger.unusual-disclosures-found.v1',
  { userId: string; organizationId: string; values: number; since: string; foundAt: string }
>;
