import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FOLDER = '/etc/ssh';

const blobOf = async (path: string): Promise<Buffer> => {
  const [, base64 = ''] = (await readFile(path, 'utf8')).split(/\s+/);
  return Buffer.from(base64, 'base64');
};

/** This host's own public SSH keys: of these files, or all of `/etc/ssh`. */
export const hostKeys = async (files?: readonly string[]): Promise<readonly Buffer[]> => {
  const found = async (): Promise<readonly string[]> =>
    (await readdir(FOLDER)).filter((name) => /^ssh_host_.*_key\.pub$/.test(name)).map((name) => join(FOLDER, name));
  return Promise.all((files ?? (await found())).map(blobOf));
};
