import { randomBytes } from 'node:crypto';
import { existsSync, fsyncSync, linkSync, openSync, closeSync, readdirSync, unlinkSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { BadConfiguration } from './bad-configuration';
import type { RootKeySource } from './config';
import { shown } from './environment';
import { readNamedFile } from './read-named-file';
import { decodeRootKey, ROOT_KEY_BYTES } from './root-key-encoding';

const syncFolder = (path: string): void => {
  const folder = openSync(path, 'r');
  fsyncSync(folder);
  closeSync(folder);
};

/** Appears whole or not at all, and never over another: a half-written or replaced root key would lose every credential. */
const makeKeyFile = (path: string): void => {
  const draft = `${path}.${process.pid}.new`;
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, `${randomBytes(ROOT_KEY_BYTES).toString('base64')}\n`);
    fsyncSync(file);
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(file);
    unlinkSync(draft);
  }
  syncFolder(dirname(path));
};

const holdsData = (folder: string): boolean => readdirSync(folder).some((name) => /^(events|material)\./.test(name));

/**
 * The 32 bytes everything is sealed under. With `make`, a missing key file in a data folder that holds nothing yet is made,
 * `0600`; the folder must exist. Throws {@link BadConfiguration}.
 */
export const readRootKey = (source: RootKeySource, options: { readonly make: boolean }): Buffer => {
  if (source.from === 'transit') throw new BadConfiguration('The root key is wrapped; what unwraps it must be asked.');
  if (source.from === 'environment') return source.key;
  if (source.from === 'data-folder' && !existsSync(source.path)) {
    const folder = dirname(source.path);
    if (!options.make) {
      throw new BadConfiguration(
        `There is no root key at ${shown(source.path)} yet; start the server once, or set KEYLEDGER_DATA_DIR or KEYLEDGER_ROOT_KEY_FILE to what the server uses.`,
      );
    }
    if (holdsData(folder)) {
      throw new BadConfiguration(
        `${shown(folder)} holds data but no root.key, without which nothing in it can be opened; put the key back there, or set KEYLEDGER_ROOT_KEY or KEYLEDGER_ROOT_KEY_FILE.`,
      );
    }
    makeKeyFile(source.path);
  }
  const variable = source.from === 'file' ? 'KEYLEDGER_ROOT_KEY_FILE' : 'KEYLEDGER_DATA_DIR';
  const encoded = readNamedFile(variable, source.path).toString('utf8').trim();
  return decodeRootKey(`The root key file ${shown(source.path)}`, encoded);
};
