import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { systemRandom } from '../src/adapters/outside/system-random';
import { rootKeysOf } from '../src/adapters/root-key/root-keys-of';
import { shamirEscrow } from '../src/adapters/sealing/shamir-escrow';
import { loadConfig } from '../src/config/load-config';
import type { CliCommand } from './command';
import { UsageError } from './usage-error';

const NEW_FILE = 'wx';

/** Readable by its owner alone, and never over another. */
const writePrivate = (path: string, text: string): void => {
  const file = openSync(path, NEW_FILE, 0o600);
  try {
    writeFileSync(file, `${text}\n`);
    fsyncSync(file);
  } catch (error) {
    rmSync(path);
    throw error;
  } finally {
    closeSync(file);
  }
};

/** All of them or none: of half a set nobody could tell whether it was handed out. Nothing is left of what failed half-way. */
const writeShares = (folder: string, shares: readonly string[]): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const files = shares.map((share, at) => ({
    share,
    path: join(folder, `keyledger-share-${at + 1}-of-${shares.length}.txt`),
  }));
  const taken = files.find(({ path }) => existsSync(path));
  if (taken !== undefined) {
    throw new Error(`${taken.path} is there already, and nothing was written. Name another folder with --to.`);
  }
  const written: string[] = [];
  try {
    for (const { path, share } of files) {
      writePrivate(path, share);
      written.push(path);
    }
  } catch (error) {
    written.forEach((path) => rmSync(path));
    throw error;
  }
  written.forEach((path) => console.log(path));
};

const linesIn = (text: string): readonly string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

const numberIn = (name: string, text: string | undefined, otherwise: number): number => {
  if (text === undefined) return otherwise;
  if (/^\d{1,3}$/.test(text)) return Number(text);
  throw new UsageError(`--${name} is a whole number from 2 to 255`);
};

const combined = async (files: readonly string[], to: string | undefined): Promise<number> => {
  if (to === undefined) throw new UsageError('--combine needs --to with the file that the root key is written to');
  const given = files.length === 0 ? [readFileSync(0, 'utf8')] : files.map((file) => readFileSync(file, 'utf8'));
  const { rootKey, label } = await shamirEscrow(systemRandom).combine(given.flatMap(linesIn));
  writePrivate(to, Buffer.from(rootKey).toString('base64'));
  console.log(`The root key (${label.rootKey}) lies in ${to}; set KEYLEDGER_ROOT_KEY_FILE to it.`);
  return 0;
};

/** Works without a server and without its stores: all it needs is the root key, or the shares. */
export const escrow: CliCommand = {
  name: 'escrow',
  usage: '[--threshold K] [--shares N] [--to DIR] | --combine [FILE…] --to FILE',
  summary: 'Split the root key into shares, any K of which give it back, or put shares together again.',
  details: [
    'Needs the root key by the variables of the server, and no server. Three of five unless said. With --to each share is a',
    'file of its own (0600, never over another); without, all are shown once, a line each. Fewer than K tell nothing of the',
    'key. Give each to somebody else, on paper or a medium of its own, never all to one place.',
    '',
    'A share names its set, its number, how many are needed and the root key it is of (not the key itself), and carries a',
    'checksum: one that was mistyped, comes twice, or is of another splitting or key is told.',
    '',
    '--combine reads shares from files, or from standard input, and writes the root key to a new file (0600).',
  ],
  run: async (args, env) => {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        threshold: { type: 'string' },
        shares: { type: 'string' },
        to: { type: 'string' },
        combine: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    if (values.combine === true) {
      if (values.threshold !== undefined || values.shares !== undefined) {
        throw new UsageError('--combine takes files and --to alone: a share says how many are needed');
      }
      return combined(positionals, values.to);
    }
    if (positionals.length > 0) throw new UsageError('escrow takes files with --combine alone');
    const [threshold, shares] = [numberIn('threshold', values.threshold, 3), numberIn('shares', values.shares, 5)];
    if (threshold < 2 || threshold > shares || shares > 255) {
      throw new UsageError('--threshold is from 2 to --shares, and --shares at most 255');
    }
    const { rootKey } = await rootKeysOf(loadConfig(env), { make: false });
    const lines = await shamirEscrow(systemRandom).split(rootKey, { threshold, shares });
    if (values.to === undefined) {
      lines.forEach((line) => console.log(line));
      return 0;
    }
    writeShares(values.to, lines);
    return 0;
  },
};
