import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { exposure } from '../config/safe-file';
import { StateUnusable } from './state-unusable';

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

const filesIn = (path: string): StateFolder =>
  Object.fromEntries(Object.entries(FILES).map(([key, name]) => [key, join(path, name)])) as StateFolder;

/** Keys that others could read are theirs too, and a journal that they could write says what they like: no use to hide it now. */
const requireUnexposed = (files: StateFolder): void => {
  const { lock: _, ...kept } = files;
  for (const file of Object.values(kept).filter((each) => existsSync(each))) {
    const found = exposure(file, 'secret');
    if (found !== undefined) throw new StateUnusable(`${found}; if others use this machine, enrol this host anew`);
  }
};

/**
 * Makes the folder if need be, and keeps everybody but its owner out. Throws {@link StateUnusable}, also where others could get
 * at what it holds.
 */
export const stateFolder = (path: string): StateFolder => {
  try {
    makeFolder(resolve(path));
    const { uid, mode } = statSync(path);
    if (uid !== process.getuid?.()) throw new StateUnusable(`the state folder ${path} belongs to another user`);
    requireUnexposed(filesIn(path));
    if ((mode & 0o077) !== 0) chmodSync(path, 0o700);
  } catch (error) {
    throw error instanceof StateUnusable
      ? error
      : new StateUnusable(`the state folder can't be used: ${(error as Error).message}`);
  }
  return filesIn(path);
};
