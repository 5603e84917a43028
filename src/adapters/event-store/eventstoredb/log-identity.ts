import { randomUUID } from 'node:crypto';
import { jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { StoreDamaged, StoreUnavailable } from '../../../kernel/store-errors';
import { Reads } from './reads';
import type { Connection } from './connection';
import { verdictOn } from './verdict';

/** Holds one event, written by the first node ever: which log this is. Not one of the facts, so no reader of facts meets it. */
const STREAM = 'keyledgerLog';
/** How streams and events are laid out. A later release that lays them out otherwise writes a higher one. */
const FORMAT = 1;

interface Begun {
  readonly logId: string;
  readonly format: number;
}

const read = async (connection: Connection): Promise<Begun | undefined> => {
  const [first] = await new Reads(connection).stream(STREAM, { limit: 1 }, ({ event }) => event?.data);
  return first as unknown as Begun | undefined;
};

/** Tried at each start, so that a user who may not write is found then and not at the first request. */
const begin = async (connection: Connection, logId: string): Promise<void> => {
  const event = jsonEvent({ type: 'log-begun', data: { logId, format: FORMAT } });
  try {
    await connection.call((client) =>
      client.appendToStream(STREAM, [event], { expectedRevision: NO_STREAM, requiresLeader: true }),
    );
  } catch (error) {
    if (verdictOn(error).kind !== 'wrong-revision') throw error;
  }
};

/** Which log this is, without beginning one; undefined: none was begun. */
export const logIdAt = async (connection: Connection): Promise<string | undefined> => (await read(connection))?.logId;

/**
 * Tells this log from every other one, for ever. `anew`: what one that is not begun yet is called. Throws {@link StoreDamaged}
 * for one that a later release laid out.
 */
export const identifyLog = async (connection: Connection, anew: string = randomUUID()): Promise<string> => {
  await begin(connection, anew);
  const begun = await read(connection);
  if (begun === undefined) {
    throw new StoreUnavailable(`the event store does not give back what was just written to ${STREAM}`);
  }
  if (begun.format > FORMAT) {
    throw new StoreDamaged(
      `The event store was written by a newer version of Keyledger (its format is ${begun.format}, this release knows ${FORMAT}); start that version.`,
    );
  }
  return begun.logId;
};
