import { DataFolderInUse } from './adapters/sqlite/data-folder-in-use';
import { WrittenByNewerVersion } from './adapters/sqlite/written-by-newer-version';
import { BadConfiguration } from './config/bad-configuration';
import { StoreDamaged, StoreUnavailable } from './kernel/store-errors';
import { entryOf } from './kernel/entry-of';

const EXPECTED = [BadConfiguration, DataFolderInUse, StoreDamaged, StoreUnavailable];

const NO_SUCH_HOST = 'KEYLEDGER_HOST is a name that leads to no address; set it to an address of this machine.';

const LISTENING: Readonly<Record<string, string>> = {
  EADDRINUSE: 'The port is in use; set KEYLEDGER_PORT to a free one, or stop what listens there.',
  EACCES: 'This user may not listen on that port; set KEYLEDGER_PORT to one above 1023.',
  EADDRNOTAVAIL: 'This machine has no such address; set KEYLEDGER_HOST to one it has.',
  ENOTFOUND: NO_SUCH_HOST,
  EAI_AGAIN: NO_SUCH_HOST,
};

const adviceFor = (error: unknown): string => {
  if (!(error instanceof StoreDamaged) || error instanceof WrittenByNewerVersion || error.message.includes(';')) {
    return '';
  }
  return error.message.startsWith('reads.db')
    ? ' Nothing was changed; delete it, it is rebuilt from the log.'
    : ' Nothing was changed; put a backup in its place.';
};

/** What is wrong and what to do, in one line; a defect tells its stack instead. */
export const whyNot = (error: unknown): string => {
  const { code, message, stack } = error as NodeJS.ErrnoException;
  if (EXPECTED.some((kind) => error instanceof kind)) {
    return `${message}${adviceFor(error)}`;
  }
  return entryOf(LISTENING, code) ?? stack ?? message;
};
