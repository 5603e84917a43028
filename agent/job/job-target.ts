import type { JobOrder } from '../../wire/job-order';
import { plainWords } from './plain-words';

/** Whose job it is, for the agent's log: connector, account, and the port where one is named. */
export const accountWords = ({ target }: JobOrder): string => {
  const { port } = target.settings;
  const where = port === undefined ? '' : ` at port ${port}`;
  return plainWords(`${target.connector}, account ${target.username}${where}`, []);
};

/**
 * One text for one account as one identity's: what the fence and the journal know it by. An identity that is made anew for
 * the same account counts its versions from 1 again.
 */
export const targetName = ({ identityId, target }: JobOrder): string =>
  JSON.stringify([identityId, target.connector, target.settings['port'] ?? null, target.username]);
