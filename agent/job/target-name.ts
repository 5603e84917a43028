import type { JobOrder } from '../../wire/job-order';

/**
 * One text for one account as one identity's: what the fence and the journal know it by. An identity that is made anew for
 * the same account counts its versions from 1 again.
 */
export const targetName = ({ identityId, target }: JobOrder): string =>
  JSON.stringify([identityId, target.connector, target.settings['port'] ?? null, target.username]);
