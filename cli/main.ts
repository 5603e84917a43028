#!/usr/bin/env node
import type { CliCommand } from './command';
import { token } from './token';
import { UsageError } from './usage-error';

const COMMANDS: readonly CliCommand[] = [token];

const help = (): string =>
  [
    'keyledger: the command line of the Keyledger vault',
    '',
    ...COMMANDS.map(({ name, usage, summary }) => `  keyledger ${name} ${usage}\n      ${summary}`),
    '',
    'Exit codes: 0 done, 1 refused or failed, 2 called wrongly.',
  ].join('\n');

const isUsage = (error: unknown): boolean =>
  error instanceof UsageError || String((error as NodeJS.ErrnoException).code).startsWith('ERR_PARSE_ARGS');

const main = async ([name, ...args]: readonly string[]): Promise<number> => {
  if (name === undefined || name === '--help' || name === 'help') {
    console.log(help());
    return name === undefined ? 2 : 0;
  }
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) {
    console.error(`There is no command ${name}. keyledger --help lists them.`);
    return 2;
  }
  if (args.includes('--help')) {
    console.log(`keyledger ${command.name} ${command.usage}\n${command.summary}`);
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

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
