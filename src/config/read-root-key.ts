import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { BadConfiguration } from './bad-configuration';
import type { RootKeySource } from './config';
import { shown } from './environment';
import { readNamedFile } from './read-named-file';
import { decodeRootKey } from './root-key-encoding';

const holdsData = (folder: string): boolean => readdirSync(folder).some((name) => /^(events|material)\./.test(name));

/**
 * Where the root key of a data folder is to be made, that holds nothing yet; undefined where it is kept elsewhere, or is there.
 * Throws {@link BadConfiguration} where data lies without its key.
 */
export const rootKeyToMake = (source: RootKeySource): string | undefined => {
  if (source.from !== 'data-folder' || existsSync(source.path)) return undefined;
  const folder = dirname(source.path);
  if (holdsData(folder)) {
    throw new BadConfiguration(
      `${shown(folder)} holds data but no root.key, without which nothing in it can be opened; put the key back there, or set KEYLEDGER_ROOT_KEY or KEYLEDGER_ROOT_KEY_FILE.`,
    );
  }
  return source.path;
};

/** The 32 bytes everything is sealed under. Throws {@link BadConfiguration}. */
export const readRootKey = (source: RootKeySource): Buffer => {
  if (source.from === 'transit') throw new BadConfiguration('The root key is wrapped; what unwraps it must be asked.');
  if (source.from === 'environment') return source.key;
  if (source.from === 'data-folder' && !existsSync(source.path)) {
    throw new BadConfiguration(
      `There is no root key at ${shown(source.path)} yet; start the server once, or set KEYLEDGER_DATA_DIR or KEYLEDGER_ROOT_KEY_FILE to what the server uses.`,
    );
  }
  const variable = source.from === 'file' ? 'KEYLEDGER_ROOT_KEY_FILE' : 'KEYLEDGER_DATA_DIR';
  const encoded = readNamedFile(variable, source.path).toString('utf8').trim();
  return decodeRootKey(`The root key file ${shown(source.path)}`, encoded);
};
