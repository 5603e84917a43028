import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { BadState } from './bad-state';

/** The names of what the agent keeps. */
const FILES = {
  /** Who it is: ids, keys, the server's key. */
  agent: 'agent.json',
  /** Keys of an enrolment that was not answered yet. */
  enrolling: 'enrolling.json',
  /** Keys that the server may know already. */
  nextKeys: 'next-keys.json',
  sequence: 'sequence',
  journal: 'journal.jsonl',
  lock: 'lock',
} as const;

export type StateFolder = Readonly<Record<keyof typeof FILES, string>>;

/** Parents first, one by one: node's own recursive way never returns where nothing can be made, as under `/proc`. */
const makeFolder = (path: string): void => {
  if (!existsSync(path)) {
    makeFolder(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  }
};

/** Makes the folder if need be, and keeps everybody but its owner out. Throws {@link BadState}. */
export const stateFolder = (path: string): StateFolder => {
  try {
    makeFolder(resolve(path));
    const { uid, mode } = statSync(path);
    if (uid !== process.getuid?.()) throw new BadState(`the state folder ${path} belongs to another user`);
    if ((mode & 0o077) !== 0) chmodSync(path, 0o700);
  } catch (error) {
    throw error instanceof BadState
      ? error
      : new BadState(`the state folder can't be used: ${(error as Error).message}`);
  }
  const entries = Object.entries(FILES).map(([key, name]) => [key, join(path, name)]);
  return Object.fromEntries(entries) as StateFolder;
};
