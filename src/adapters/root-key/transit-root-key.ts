import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RootKeySource } from '../../config/config';
import { RootKeyUnavailable, type RootKeyProvider } from '../../kernel/root-key-provider';
import type { Random } from '../../kernel/random';
import { askTransit, type TransitPlace } from './transit-client';
import { writeNewFile } from '../write-new-file';

const BYTES = 32;

export type TransitSource = Extract<RootKeySource, { readonly from: 'transit' }>;

const wordIn = (path: string, variable: string): string => {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new RootKeyUnavailable(`${variable} names ${JSON.stringify(path)}, which can't be read (${reason}).`);
  }
};

const holdsData = (folder: string): boolean => readdirSync(folder).some((name) => /^(events|material)\./.test(name));

/**
 * The root key as a key-management server keeps it: what lies here is wrapped by a key that never leaves that server, and is
 * unwrapped at start. Speaks the transit API of OpenBao and Vault.
 */
export const transitRootKey = (source: TransitSource, random: Random): RootKeyProvider => {
  const { wrappedPath, tokenFile, caFile, ...rest } = source;
  const place = (): TransitPlace => ({
    ...rest,
    token: () => wordIn(tokenFile, 'KEYLEDGER_TRANSIT_TOKEN_FILE'),
    ...(caFile === undefined ? {} : { ca: Buffer.from(wordIn(caFile, 'KEYLEDGER_TRANSIT_CA_FILE')) }),
  });

  const make = async (): Promise<void> => {
    const folder = dirname(wrappedPath);
    if (!existsSync(folder)) {
      throw new RootKeyUnavailable(`There is no folder ${JSON.stringify(folder)} for the wrapped root key; make it.`);
    }
    if (holdsData(folder)) {
      throw new RootKeyUnavailable(
        `${JSON.stringify(folder)} holds data but no wrapped root key, without which nothing in it can be opened; put it back as ${JSON.stringify(wrappedPath)}.`,
      );
    }
    const plaintext = Buffer.from(random.bytes(BYTES)).toString('base64');
    const { ciphertext } = await askTransit(place(), 'encrypt', { plaintext });
    if (typeof ciphertext !== 'string') {
      throw new RootKeyUnavailable('The transit engine answered without a ciphertext.');
    }
    writeNewFile(wrappedPath, `${ciphertext}\n`);
  };

  return {
    rootKey: async (options) => {
      if (!existsSync(wrappedPath)) {
        if (!options.make) {
          throw new RootKeyUnavailable(
            `There is no wrapped root key at ${JSON.stringify(wrappedPath)} yet; start the server once, or set KEYLEDGER_ROOT_KEY_FILE to what the server uses.`,
          );
        }
        await make();
      }
      const { plaintext } = await askTransit(place(), 'decrypt', {
        ciphertext: wordIn(wrappedPath, 'KEYLEDGER_ROOT_KEY_FILE'),
      });
      const rootKey = Buffer.from(typeof plaintext === 'string' ? plaintext : '', 'base64');
      if (rootKey.length === BYTES) return rootKey;
      throw new RootKeyUnavailable(`What ${JSON.stringify(wrappedPath)} unwraps to is no root key.`);
    },
  };
};
