import type { ResolvedEvent } from '@eventstore/db-client';
import type { FactClassifier } from '../../../kernel/facts/fact-classifier';
import { streamEntryOf } from './entry-of';
import type { WindowEntry } from './live-window';
import { positionOf } from './stored-event';

/** An event of the server where it lies, whosever it is. */
export const placedEntry = (judge: FactClassifier, resolved: ResolvedEvent): WindowEntry => {
  const [entry, position] = [streamEntryOf(judge, resolved), positionOf(resolved)];
  return entry === undefined ? { position } : { position, entry };
};
