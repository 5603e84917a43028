import { readFile } from 'node:fs/promises';

/** The password field of `/etc/shadow`: a hash, with `!` before it when locked. Undefined: no such line. Needs root. */
export const shadowField = async (name: string): Promise<string | undefined> => {
  const lines = (await readFile('/etc/shadow', 'utf8')).split('\n');
  return lines.map((line) => line.split(':')).find(([each]) => each === name)?.[1];
};
