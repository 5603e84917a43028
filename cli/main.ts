#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { agent } from './agent';
import { audit } from './audit';
import { backup } from './backup';
import { backups } from './backups';
import type { CliCommand } from './command';
import { copy } from './copy';
import { demo } from './demo';
import { escrow } from './escrow';
import { evidence } from './evidence';
import { importFile } from './import';
import { keys } from './keys';
import { projections } from './projections';
import { recover } from './recover-owner';
import { replay } from './replay';
import { reports } from './reports';
import { restore } from './restore';
import { rotation } from './rotation';
import { settle } from './settle';
import { token } from './token';
import { upgradeMaterial } from './upgrade-material';
import { UsageError } from './usage-error';
import { verify } from './verify';
import { witness } from './witness';

const COMMANDS: readonly CliCommand[] = [
  token,
  demo,
  projections,
  replay,
  audit,
  rotation,
  backup,
  backups,
  restore,
  copy,
  settle,
  recover,
  keys,
  escrow,
  upgradeMaterial,
  importFile,
  reports,
  evidence,
  verify,
  witness,
  agent,
];

const help = (): string =>
  [
    'keyledger: the command line of the Keyledger vault',
    '',
    ...COMMANDS.map(({ name, usage, summary }) => `  keyledger ${name} ${usage}\n      ${summary}`),
    '',
    'keyledger --version says which release this is, keyledger COMMAND --help says more. Commands that speak to a server find it by KEYLEDGER_URL, or on this machine, and',
    'sign in with KEYLEDGER_TOKEN.',
    '',
    'Exit codes: 0 done, 1 refused or failed, 2 called wrongly; those of rotation --watch stand in its help.',
  ].join('\n');

const helpFor = ({ name, usage, summary, details = [] }: CliCommand): string =>
  [`keyledger ${name} ${usage}`, summary, ...(details.length === 0 ? [] : ['', ...details])].join('\n');

const isUsage = (error: unknown): boolean =>
  error instanceof UsageError || String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');

const VERSION_WORDS: readonly (string | undefined)[] = ['--version', '-V', 'version'];

const version = (): string => {
  const { version: number } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as {
    version: string;
  };
  return `keyledger ${number}`;
};

const main = async ([name, ...args]: readonly string[]): Promise<number> => {
  if (VERSION_WORDS.includes(name)) {
    console.log(version());
    return 0;
  }
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    console.log(help());
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) {
    console.error(`There is no command ${name}. keyledger --help lists them.`);
    return 2;
  }
  if (args.includes('--help')) {
    console.log(helpFor(command));
    return 0;
  }
  try {
    return await command.run(args, process.env);
  } catch (error) {
    console.error((error as Error).message);
    if (isUsage(error)) {
      console.error(`Usage: keyledger ${command.name} ${command.usage}`);
      return 2;
    }
    return 1;
  }
};

// Whoever reads, `head` for one, may have enough: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
