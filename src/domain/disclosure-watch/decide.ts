import { entryOf } from '../../kernel/entry-of';
import { plusSeconds } from '../../kernel/time';
import type { UnusualDisclosuresFound } from './events';
import type { DisclosureWatchState } from './state';

/** So many different values of an organization may one person be shown in an hour before people are told. */
export const USUAL_AN_HOUR = 50;
export const HOUR_SECONDS = 3600;

/** Tells that more was shown than is usual; once an hour, however much more follows. */
export const findUnusual = (
  { foundAt }: DisclosureWatchState,
  counted: Omit<UnusualDisclosuresFound['data'], 'foundAt'>,
  now: string,
): readonly UnusualDisclosuresFound[] => {
  const last = entryOf(foundAt, counted.organizationId);
  const isTold = last !== undefined && last > plusSeconds(now, -HOUR_SECONDS);
  return isTold || counted.values <= USUAL_AN_HOUR
    ? []
    : [{ type: 'keyledger.unusual-disclosures-found.v1', data: { ...counted, foundAt: now } }];
};
