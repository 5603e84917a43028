import type { ResolvedEvent } from '@eventstore/db-client';
import type { Judge } from '../../../kernel/facts/judge';
import { entryOf } from './entry-of';
import type { Entry } from './live-window';
import { placeOf } from './stored-event';

/** An event of the server where it lies, whosever it is. */
export const placedEntry = (judge: Judge, resolved: ResolvedEvent): Entry => {
  const [entry, position] = [entryOf(judge, resolved), placeOf(resolved)];
  return entry === undefined ? { position } : { position, entry };
};
