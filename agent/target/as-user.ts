import { randomBytes } from 'node:crypto';
import { editKeyFile } from './edit-key-file';
import type { KeyFileTask } from './key-file-task';
import type { LocalUser } from './local-user';
import { runProgram } from './run-program';

/** Written to standard error before the message, so that Node's own noise is not taken for it. */
const MARK = 'keyledger: ';

/**
 * Edits a user's file of keys in a process that has this user's rights and no others (no supplementary groups either).
 * The program is given by its source, as `node -`: the file it stands in may lie where the user can't read.
 * Undefined: done; else why not.
 */
export const editAsUser = async (user: LocalUser, task: KeyFileTask): Promise<string | undefined> => {
  const given = [user.uid, randomBytes(8).toString('hex'), task].map((each) => JSON.stringify(each)).join(', ');
  const source = `try { (${editKeyFile.toString()})(require('node:fs'), ${given}); }
catch (error) { process.stderr.write(${JSON.stringify(MARK)} + error.message); process.exit(3); }`;
  const { code, errors } = await runProgram({
    name: process.execPath,
    args: ['-'],
    input: Buffer.from(source),
    uid: user.uid,
    gid: user.gid,
  });
  if (code === 0) return undefined;
  const said = errors.split(MARK)[1] ?? `${process.execPath} can't be run as ${user.name}`;
  return said.slice(0, 200);
};
