import { readFile } from 'node:fs/promises';

export interface LocalUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** What useradd takes; a name with a line break or a colon in it would be a second line for chpasswd. */
const NAME = /^[a-z_][a-z0-9_-]{0,31}$/;

/** An account of this host's own `/etc/passwd`: those of a directory are changed there. Undefined: there is none. */
export const localUser = async (name: string): Promise<LocalUser | undefined> => {
  if (!NAME.test(name)) return undefined;
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  const fields = lines.map((line) => line.split(':')).find(([each]) => each === name);
  const [, , uid, gid, , home] = fields ?? [];
  return home === undefined ? undefined : { name, uid: Number(uid), gid: Number(gid), home };
};
