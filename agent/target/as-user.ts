import { randomBytes } from 'node:crypto';
import { closeSync, constants, fchownSync, fstatSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { editKeyFile } from './edit-key-file';
import type { KeyFileTask, PendingKeyFile } from './key-file-task';
import { readKeyLine } from './key-line';
import type { LocalUser } from './local-user';
import { runProgram } from './run-program';

/** Written to standard error before the message, so that Node's own noise is not taken for it. */
const MARK = 'keyledger: ';

/**
 * Runs the editor in a process that has this user's rights and no others (no supplementary groups either). The program is
 * given by its source, as `node -`: the file it stands in may lie where the user can't read.
 */
const run = async (user: LocalUser, task: KeyFileTask): Promise<PendingKeyFile | string | undefined> => {
  const given = [user.uid, randomBytes(8).toString('hex'), task].map((each) => JSON.stringify(each)).join(', ');
  const source = `const edit = ${editKeyFile.toString()}, read = ${readKeyLine.toString()};
try { process.stdout.write(JSON.stringify(edit(require('node:fs'), read, ${given})) ?? ''); }
catch (error) { process.stderr.write(${JSON.stringify(MARK)} + error.message); process.exit(3); }`;
  const { code, output, errors } = await runProgram({
    name: process.execPath,
    args: ['-'],
    input: Buffer.from(source),
    uid: user.uid,
    gid: user.gid,
  });
  if (code === 0) return output === '' ? undefined : (JSON.parse(output) as PendingKeyFile);
  const said = errors.split(MARK)[1] ?? `${process.execPath} can't be run as ${user.name}`;
  return said.slice(0, 200);
};

/** Root's part: nothing but the group, and of nothing but a file that is the user's alone, whatever was put there meanwhile. */
const giveGroup = ({ folder, finish, gid }: PendingKeyFile, { uid }: LocalUser): string | undefined => {
  const path = join(folder, finish);
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const found = fstatSync(file);
    if (!found.isFile() || found.uid !== uid || found.nlink !== 1) return `${path} is not what was written there`;
    fchownSync(file, uid, gid);
    return undefined;
  } finally {
    closeSync(file);
  }
};

/** Edits a file of keys in a user's home, as the user. Undefined: done; else why not. */
export const editAsUser = async (user: LocalUser, task: KeyFileTask): Promise<string | undefined> => {
  const pending = await run(user, task);
  if (pending === undefined || typeof pending === 'string') return pending;
  try {
    const refused = giveGroup(pending, user);
    if (refused !== undefined) return refused;
  } catch (error) {
    return `the group of the file can't be kept: ${(error as Error).message}`;
  }
  const { home, path } = task;
  const ended = await run(user, { home, path, finish: pending.finish });
  return typeof ended === 'string' ? ended : undefined;
};
