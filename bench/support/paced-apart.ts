import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { pacedCheckouts } from './paced';

/** Paced checkouts by a process of their own: what else this one does at the time, such as playing thousands of agents, is no waiting of theirs. */
export const pacedApart = async (...asked: Parameters<typeof pacedCheckouts>): Promise<readonly number[]> => {
  const child = fork(join(__dirname, 'paced-process.js'));
  const ended = once(child, 'exit').then(() => Promise.reject(new Error('the process that checks out ended')));
  // It ends once it has answered, too, and then nobody waits for it.
  ended.catch(() => undefined);
  child.send(asked);
  const [took] = (await Promise.race([once(child, 'message'), ended])) as [readonly number[]];
  return took;
};
