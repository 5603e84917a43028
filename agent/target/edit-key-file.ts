import type * as fs from 'node:fs';
import type { KeyFileTask } from './key-file-task';

/**
 * Edits a file of keys as the user whose it is. Its source is run in a process of that user (`as-user.ts`), so it may use
 * nothing but its parameters. Every foreign line stays byte for byte. Throws what a person can read.
 *
 * The user may try to lead the writer elsewhere by links; a process of root would then write there. This one could do no
 * more than the user himself, and refuses all the same: a key must not land in a file that nobody meant.
 */
export const editKeyFile = (
  { constants, ...files }: typeof fs,
  uid: number,
  random: string,
  task: KeyFileTask,
): boolean => {
  const largest = 1024 * 1024;
  const folders = task.path.slice(0, -1);
  const name = task.path.at(-1) as string;
  let folder = task.home;
  for (const each of ['', ...folders]) {
    if (each !== '') folder = `${folder}/${each}`;
    const found = files.lstatSync(folder, { throwIfNoEntry: false });
    if (found === undefined && each !== '' && task.add !== undefined) files.mkdirSync(folder, 0o700);
    else if (found === undefined) return false;
    else if (!found.isDirectory()) throw new Error(`${folder} is a link, or no folder`);
    else if (found.uid !== uid) throw new Error(`${folder} belongs to another user`);
  }
  const path = `${folder}/${name}`;
  const present = files.lstatSync(path, { throwIfNoEntry: false });
  if (present !== undefined && (!present.isFile() || present.uid !== uid || present.size > largest)) {
    throw new Error(`${path} is a link, no file, another user's, or too large`);
  }
  let before = '';
  if (present !== undefined) {
    const file = files.openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    before = files.readFileSync(file, 'latin1');
    files.closeSync(file);
  }
  const bears = (line: string, blob: string | undefined): boolean =>
    blob !== undefined && !line.trimStart().startsWith('#') && line.split(/\s+/).includes(blob);
  const goes = (line: string): boolean => (task.remove ?? []).some((gone) => bears(line, gone));
  const lines = before.split('\n');
  const kept = lines.filter((line) => !goes(line));
  const blob = task.add?.split(' ')[1];
  if (task.add !== undefined && !kept.some((line) => bears(line, blob))) {
    const model = lines.find((line) => bears(line, task.like));
    // What stands before the key's type: the options.
    const options = model?.slice(0, model.indexOf(task.like as string)).replace(/\S+\s+$/, '') ?? '';
    if (kept.at(-1) === '') kept.pop();
    kept.push(`${options}${task.add} ${task.comment ?? ''}`.trimEnd(), '');
  }
  const after = kept.join('\n');
  const mark = `.${name}.keyledger-`;
  // What a killed run left.
  for (const each of files.readdirSync(folder)) {
    if (each.startsWith(mark)) files.unlinkSync(`${folder}/${each}`);
  }
  if (after === before) return false;
  const temporary = `${folder}/${mark}${random}`;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const file = files.openSync(temporary, flags, 0o600);
  files.fchmodSync(file, present === undefined ? 0o600 : present.mode & 0o777);
  try {
    // Not `writeSync`, which takes a part for success on a full disk: a file that was cut short would lock people out.
    files.writeFileSync(file, Buffer.from(after, 'latin1'));
    files.fsyncSync(file);
  } catch (error) {
    files.closeSync(file);
    files.unlinkSync(temporary);
    throw error;
  }
  files.closeSync(file);
  files.renameSync(temporary, path);
  const directory = files.openSync(folder, constants.O_RDONLY);
  files.fsyncSync(directory);
  files.closeSync(directory);
  return true;
};
