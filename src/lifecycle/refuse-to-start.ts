import { RootKeyUnfit } from '../adapters/sealing/settle-root-key';
import { DataFolderInUse } from '../adapters/sqlite/data-folder-in-use';
import { WrittenByNewerVersion } from '../adapters/sqlite/written-by-newer-version';
import { BadConfiguration } from '../config/bad-configuration';
import { RootKeyUnavailable } from '../kernel/root-key-provider';
import { RefusedError } from '../kernel/refused-error';
import { StoreDamaged, StoreUnavailable } from '../kernel/store-errors';

const EXPECTED = [BadConfiguration, RootKeyUnfit, RootKeyUnavailable, DataFolderInUse, StoreDamaged, StoreUnavailable];

interface ListenError extends NodeJS.ErrnoException {
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const about = (subject: string | undefined, words: string): string =>
  subject === undefined ? capital(words) : `${subject}: ${words}`;

const portOf = ({ address, port }: ListenError): string | undefined =>
  port === undefined ? undefined : `Port ${port} on ${address}`;

const noSuchHost = ({ hostname }: ListenError): string =>
  `${hostname ?? 'KEYLEDGER_HOST'} leads to no address; set KEYLEDGER_HOST to an address of this machine.`;

const LISTENING: ReadonlyMap<string | undefined, (error: ListenError) => string> = new Map([
  [
    'EADDRINUSE',
    (error: ListenError) =>
      about(portOf(error), 'the port is in use; set KEYLEDGER_PORT to a free one, or stop what listens there.'),
  ],
  [
    'EACCES',
    (error: ListenError) =>
      about(portOf(error), 'this user may not listen on it; set KEYLEDGER_PORT to one above 1023.'),
  ],
  [
    'EADDRNOTAVAIL',
    (error: ListenError) => about(error.address, 'this machine has no such address; set KEYLEDGER_HOST to one it has.'),
  ],
  ['ENOTFOUND', noSuchHost],
  ['EAI_AGAIN', noSuchHost],
]);

const adviceFor = (error: unknown): string => {
  if (!(error instanceof StoreDamaged) || error instanceof WrittenByNewerVersion || error.message.includes(';')) {
    return '';
  }
  return ' Nothing was changed; put a backup in its place.';
};

/** What is wrong and what to do, in one line; a defect tells its stack instead. */
export const whyNot = (error: unknown): string => {
  const { code, syscall, message, stack } = error as ListenError;
  if (error instanceof RefusedError) {
    return `The first owner can't be made: ${error.refusal.detail}`;
  }
  if (EXPECTED.some((kind) => error instanceof kind)) {
    return `${message}${adviceFor(error)}`;
  }
  // A file that may not be opened has the same code.
  const listening = syscall === 'open' ? undefined : LISTENING.get(code);
  return listening?.(error as ListenError) ?? stack ?? message;
};
