import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { COSIGNATURE_V1, ED25519, noteKey, parseVkey, vkeyOf } from '../wire/tlog/note-key';
import type { CliCommand } from './command';
import { UsageError } from './usage-error';
import { StateFile } from './witness/state-file';
import { witnessServer } from './witness/witness-server';

const NAME = 'keyledger-witness';
const OTHERS = 0o077;

/** Made for its user alone where there is none. */
const keyFrom = (path: string): KeyObject => {
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx' });
  }
  if ((statSync(path).mode & OTHERS) !== 0) throw new Error(`${path} is open to others: chmod 600 it`);
  const key = createPrivateKey(readFileSync(path));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${path} holds no Ed25519 key`);
  return key;
};

const addressOf = (text: string): { readonly host: string; readonly port: number } => {
  const [, host, port] = /^\[?([^\]]+)\]?:(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) throw new UsageError('--listen takes HOST:PORT');
  return { host, port: Number(port) };
};

const OPTIONS = {
  key: { type: 'string' },
  name: { type: 'string', default: NAME },
  log: { type: 'string', multiple: true },
  state: { type: 'string' },
  listen: { type: 'string' },
} as const;

/** Serves until it is told to end. */
export const witness: CliCommand = {
  name: 'witness',
  usage: '--key FILE --log VKEY… --state FILE --listen HOST:PORT [--name NAME]',
  summary: 'Cosign checkpoints of logs, as C2SP tlog-witness says: for whoever audits, on a machine of their own.',
  details: [
    'The key is made where there is none, for its user alone; the verifier key of the witness is printed, for the policy file.',
    '--log names the verifier key of a log that is cosigned; may be given several times, several keys of one log too: name the',
    'new key of a log before it is changed. --state remembers the largest tree of each log (FILE, and FILE.n beside it): without it anything is believed once',
    'more, so keep it. One process for a state file. Needs no network beside its own port, and nothing of a server.',
  ],
  run: async (args) => {
    const {
      key: keyFile,
      name,
      log: vkeys = [],
      state,
      listen,
    } = parseArgs({ args: [...args], options: OPTIONS }).values;
    if (keyFile === undefined || state === undefined || listen === undefined || vkeys.length === 0) {
      throw new UsageError('witness needs --key, --log, --state and --listen');
    }
    const logs = vkeys.map((vkey) => {
      const parsed = parseVkey(vkey.trim());
      if (parsed?.type !== ED25519) throw new UsageError(`--log ${vkey} is no verifier key of a log`);
      return parsed;
    });
    const { host, port } = addressOf(listen);
    const privateKey = keyFrom(keyFile);
    const vkey = vkeyOf(noteKey(name, COSIGNATURE_V1, createPublicKey(privateKey)));
    const parts = { name, privateKey, logs, state: new StateFile(state), now: Date.now };
    const server = witnessServer(parts, (line) => console.error(line));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    console.log(vkey);
    console.log(`listening on ${host}:${(server.address() as AddressInfo).port}`);
    await new Promise<void>((resolve) => {
      process.once('SIGTERM', resolve);
      process.once('SIGINT', resolve);
    });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    return 0;
  },
};
