import { BadState } from './bad-state';

/** Nobody knows any more which numbers an agent has used: it may send nothing in its own name again. */
export const sequenceLost = (): BadState =>
  new BadState('the sequence number is lost: enrol this host again with a new join token');
