import type { JobOrder } from '../../wire/job-order';
import { plainWords } from './plain-words';

/** Whose job it is, for the agent's log: connector, account, and the port where one is named. */
export const accountWords = ({ target }: JobOrder): string => {
  const { port } = target.settings;
  const where = port === undefined ? '' : ` at port ${port}`;
  return plainWords(`${target.connector}, account ${target.username}${where}`, []);
};
