import { StoreUnavailable } from '../../../kernel/store-errors';
import type { Connection } from './connection';
import { Reads } from './reads';
import { isObject } from './stored-event';
import { verdictOn } from './verdict';

/** Where EventStoreDB keeps who may do what to streams that say nothing of their own. */
const SETTINGS = '$settings';
const DEFAULT_ACL = '$userStreamAcl';
/** To write, to delete, and to write the metadata that make a server forget. */
const RIGHTS = ['$w', '$d', '$mw'];
const EVERYBODY = '$all';

const isOpen = (right: unknown): boolean =>
  right === undefined || right === EVERYBODY || (Array.isArray(right) && right.includes(EVERYBODY));

/**
 * Whether others than Keyledger may write or delete its streams, in one line for operators; undefined where it is not so, or
 * where it can not be known since our user may not read the server's settings.
 */
export const othersMayWrite = async (connection: Connection, tls: boolean): Promise<string | undefined> => {
  if (!tls) {
    return 'EventStoreDB is used without TLS: an insecure server asks nobody who they are, and whoever reaches it can write and delete streams.';
  }
  try {
    const newest = { limit: 1, direction: 'backwards' } as const;
    const [settings] = await new Reads(connection).stream(SETTINGS, newest, ({ event }) => event?.data as unknown);
    const acl = isObject(settings) ? settings[DEFAULT_ACL] : undefined;
    const given = new Map(Object.entries(isObject(acl) ? acl : {}));
    const open = RIGHTS.filter((right) => isOpen(given.get(right)));
    if (open.length === 0) return undefined;
    return `Every user of EventStoreDB may write or delete the streams of Keyledger: ${SETTINGS} gives ${open.join(', ')} to all; set its ${DEFAULT_ACL}, as docs/operations.md says.`;
  } catch (error) {
    if (error instanceof StoreUnavailable && verdictOn(error.cause).kind === 'denied') return undefined;
    throw error;
  }
};
