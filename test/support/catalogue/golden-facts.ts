import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DomainEvent } from '../../../src/kernel/event';

const FOLDER = join(__dirname, '../../golden/events');

/** One fact of each kind with every field there can be, as it once was written: read by every release there will be. */
export const goldenFacts = (): readonly DomainEvent[] =>
  readdirSync(FOLDER)
    .toSorted()
    .map((file) => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as DomainEvent);
