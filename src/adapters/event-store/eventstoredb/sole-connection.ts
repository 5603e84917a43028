import { Connection } from './connection';
import { ignoreStrayRejections } from './stray-rejections';

interface Held {
  readonly url: string;
  readonly connection: Connection;
  users: number;
}

/** The client's table of pending appends is the module's, so what guards it is too. */
let held: Held | undefined;

/**
 * The one connection of this process, shared by whoever asks for the same server; a second server is refused, as a failure
 * of either would be one of both. Every user gives it back once.
 */
export const takeConnection = (url: string, callMs?: number): Connection => {
  if (held !== undefined && held.url !== url) {
    throw new Error('a process has one client of one event store: the first must be closed before a second is opened');
  }
  ignoreStrayRejections();
  held ??= { url, connection: new Connection(url, callMs), users: 0 };
  held.users += 1;
  return held.connection;
};

export const giveBackConnection = async (): Promise<void> => {
  if (held === undefined) {
    return;
  }
  held.users -= 1;
  if (held.users === 0) {
    const { connection } = held;
    await connection.close();
    held = undefined;
  }
};
