import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { pacedCheckouts } from './paced';
import { saidBy } from './start-worker';

/** Paced checkouts by a process of their own: what else this one does at the time, such as playing thousands of agents, is no waiting of theirs. */
export const pacedApart = async (...asked: Parameters<typeof pacedCheckouts>): Promise<readonly number[]> => {
  const child = fork(join(__dirname, 'paced-process.js'));
  const took = saidBy(child, 'checks out')() as Promise<readonly number[]>;
  child.send(asked);
  return took;
};
