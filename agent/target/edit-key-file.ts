import type * as fs from 'node:fs';
import type { KeyFileTask, PendingKeyFile } from './key-file-task';
import type { KeyLine } from './key-line';

/**
 * Edits a file of keys as the user whose it is. Its source is run in a process of that user (`as-user.ts`), so it may use
 * nothing but its parameters. Every foreign line stays byte for byte; owner, group and mode stay. Throws what a person can
 * read. Answers what root has to do before it can be finished, else nothing.
 *
 * The user may try to lead the writer elsewhere by links; a process of root would then write there. This one could do no
 * more than the user, and refuses all the same: a key must not land in a file that nobody meant. Only a home that
 * root itself made a link is followed.
 */
export const editKeyFile = (
  { constants, ...files }: typeof fs,
  read: (line: string) => KeyLine | undefined,
  uid: number,
  random: string,
  task: KeyFileTask,
): PendingKeyFile | undefined => {
  const largest = 1024 * 1024;
  const name = task.path.at(-1) as string;
  let folder = task.home;
  if (files.lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    if (files.lstatSync(folder).uid !== 0) throw new Error(`${folder} is a link that root did not make`);
    folder = files.realpathSync(folder);
  }
  for (const each of ['', ...task.path.slice(0, -1)]) {
    if (each !== '') folder = `${folder}/${each}`;
    const found = files.lstatSync(folder, { throwIfNoEntry: false });
    // Of a user in a jail (ChrootDirectory) the home is root's.
    const isOwn = found?.uid === uid || (each === '' && found?.uid === 0);
    if (found === undefined && each !== '' && task.add !== undefined) files.mkdirSync(folder, 0o700);
    else if (found === undefined && each === '' && task.add !== undefined) throw new Error(`${folder} is not there`);
    else if (found === undefined) return undefined;
    else if (!found.isDirectory()) throw new Error(`${folder} is a link, or no folder`);
    else if (!isOwn) throw new Error(`${folder} belongs to another user`);
  }
  const path = `${folder}/${name}`;
  const settle = (): undefined => {
    const directory = files.openSync(folder, constants.O_RDONLY);
    files.fsyncSync(directory);
    files.closeSync(directory);
    return undefined;
  };
  if (task.finish !== undefined) {
    files.renameSync(`${folder}/${task.finish}`, path);
    return settle();
  }
  const present = files.lstatSync(path, { throwIfNoEntry: false });
  const isOurs = present === undefined || [uid, task.owner].includes(present.uid);
  if (present !== undefined && (!present.isFile() || !isOurs || present.size > largest)) {
    throw new Error(`${path} is a link, no file, another user's, or too large`);
  }
  let before = '';
  if (present !== undefined) {
    const file = files.openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    before = files.readFileSync(file, 'latin1');
    files.closeSync(file);
  }
  const optionsBeside = (all: readonly string[], blob: string): readonly string[] =>
    all.flatMap((line) => {
      const found = read(line);
      return found?.blob === blob ? [found.options] : [];
    });
  const lines = before.split('\n');
  const kept = lines.filter((line) => !(task.remove ?? []).includes(read(line)?.blob ?? ''));
  if (task.add !== undefined) {
    const there = optionsBeside(kept, task.add.split(' ')[1] ?? '');
    const models = (task.like ?? []).map((blob) => optionsBeside(lines, blob)).find((found) => found.length > 0);
    const wanted = models ?? (there.length === 0 ? [''] : []);
    const missing = [...new Set(wanted)].filter((options) => !there.includes(options));
    if (missing.length > 0 && kept.at(-1) === '') kept.pop();
    const fresh = missing.map((options) => `${options} ${task.add} ${task.comment ?? ''}`.trim());
    if (missing.length > 0) kept.push(...fresh, '');
  }
  const after = kept.join('\n');
  const mark = `.${name}.keyledger-`;
  // What a killed run left.
  for (const each of files.readdirSync(folder)) {
    if (each.startsWith(mark)) files.unlinkSync(`${folder}/${each}`);
  }
  if (after === before) return undefined;
  const finish = `${mark}${random}`;
  const temporary = `${folder}/${finish}`;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  const file = files.openSync(temporary, flags, 0o600);
  let isWhole = false;
  let pending: PendingKeyFile | undefined;
  try {
    // Not `writeSync`, which takes a part for success on a full disk: a file that was cut short would lock people out.
    files.writeFileSync(file, Buffer.from(after, 'latin1'));
    const made = files.fstatSync(file);
    if (present !== undefined && (made.uid !== present.uid || made.gid !== present.gid)) {
      if (uid === 0) files.fchownSync(file, present.uid, present.gid);
      else pending = { folder, finish, gid: present.gid };
    }
    files.fchmodSync(file, present === undefined ? 0o600 : present.mode & 0o777);
    files.fsyncSync(file);
    isWhole = true;
  } finally {
    files.closeSync(file);
    if (!isWhole) files.unlinkSync(temporary);
  }
  if (pending !== undefined) return pending;
  files.renameSync(temporary, path);
  return settle();
};
