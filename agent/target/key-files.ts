import * as fs from 'node:fs';
import { randomBytes } from 'node:crypto';
import { basename, dirname, isAbsolute, join, normalize, relative } from 'node:path';
import { exposure } from '../config/safe-file';
import { editAsUser } from './as-user';
import { editKeyFile } from './edit-key-file';
import type { KeyFileTask } from './key-file-task';
import { readKeyLine } from './key-line';
import type { LocalUser } from './local-user';
import { runProgram } from './run-program';

const USUAL = '.ssh/authorized_keys';
/** What `sshd -T -C` would take for the end of the name. */
const AMBIGUOUS = /[,=\s]/;

/** sshd_config(5), TOKENS: what AuthorizedKeysFile knows of a user. */
const resolved = (pattern: string, { name, uid, home }: LocalUser): string => {
  const tokens = new Map(Object.entries({ '%%': '%', '%h': home, '%u': name, '%U': String(uid) }));
  const path = pattern.replaceAll(/%./g, (token) => tokens.get(token) ?? token);
  return normalize(isAbsolute(path) ? path : join(home, path));
};

/** One file for several accounts lets into all of them: no key of one goes in there, or out. */
const isOfOne = (pattern: string): boolean => !isAbsolute(pattern) || /%[huU]/.test(pattern.replaceAll('%%', ''));

/** What sshd itself says it reads for this user alone, in its order; empty: it can't be asked. */
const bySshd = async (user: LocalUser, config: string | undefined): Promise<readonly string[]> => {
  if (AMBIGUOUS.test(user.name)) return [];
  const which = [
    '-C',
    `user=${user.name},host=localhost,addr=127.0.0.1`,
    ...(config === undefined ? [] : ['-f', config]),
  ];
  const { code, output } = await runProgram({ name: 'sshd', args: ['-T', ...which] });
  const line = code === 0 ? /^authorizedkeysfile (.+)$/m.exec(output)?.[1] : undefined;
  return (line ?? '').split(' ').filter((pattern) => pattern !== '' && pattern !== 'none' && isOfOne(pattern));
};

/** The files of keys that let a user in: the first is where new ones go. `configured`: the agent's own word on that. */
export const keyFilesOf = async (
  user: LocalUser,
  configured: string | undefined,
  sshdConfig: string | undefined,
): Promise<readonly [string, ...string[]]> => {
  const asked = await bySshd(user, sshdConfig);
  const first = resolved(configured ?? asked[0] ?? USUAL, user);
  return [first, ...asked.map((pattern) => resolved(pattern, user)).filter((path) => path !== first)];
};

const LARGEST = 1024 * 1024;

/** Of these keys (base64), those that let in by this file. Read as root, who is led nowhere by links and waits for no pipe. */
const keysIn = (path: string, blobs: readonly string[]): readonly string[] => {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = fs.constants;
  try {
    const file = fs.openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const { size } = fs.fstatSync(file);
      if (!fs.fstatSync(file).isFile() || size > LARGEST) return [];
      const there = fs
        .readFileSync(file, 'latin1')
        .split('\n')
        .flatMap((line) => readKeyLine(line)?.blob ?? []);
      return blobs.filter((blob) => there.includes(blob));
    } finally {
      fs.closeSync(file);
    }
  } catch {
    return [];
  }
};

/** Where a new key goes: beside the first of the old ones that stands anywhere, in every file it stands in; else the first file. */
export const filesBeside = (files: readonly [string, ...string[]], olds: readonly string[]): readonly string[] => {
  const holding = new Map(files.map((file) => [file, keysIn(file, olds)]));
  const model = olds.find((blob) => [...holding.values()].some((found) => found.includes(blob)));
  const beside = files.filter((file) => model !== undefined && holding.get(file)?.includes(model));
  return beside.length === 0 ? [files[0]] : beside;
};

const isBelow = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way !== '' && !way.startsWith('..') && !isAbsolute(way);
};

/** In a folder that is root's alone nobody can lead root astray. */
const editAsRoot = (path: string, user: LocalUser, what: Omit<KeyFileTask, 'home' | 'path'>): string | undefined => {
  const folder = dirname(path);
  if (what.add === undefined && !fs.existsSync(path)) return undefined;
  try {
    const open = exposure(folder, 'trusted');
    if (open !== undefined) return open;
    const task = { home: folder, path: [basename(path)], owner: user.uid, ...what };
    editKeyFile(fs, readKeyLine, 0, randomBytes(8).toString('hex'), task);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
};

/** Edits one file of keys: as the user in the home, as root where only root can write. Undefined: done; else why not. */
export const editKeys = async (
  path: string,
  user: LocalUser,
  what: Omit<KeyFileTask, 'home' | 'path'>,
): Promise<string | undefined> =>
  isBelow(path, user.home)
    ? editAsUser(user, { home: user.home, path: relative(user.home, path).split('/'), ...what })
    : editAsRoot(path, user, what);
