import { generateKeyPairSync } from 'node:crypto';
import { writeNewFile } from '../write-new-file';

/** A new Ed25519 key as PKCS #8 PEM. */
export const makeKeyFile = (path: string): void =>
  writeNewFile(path, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
