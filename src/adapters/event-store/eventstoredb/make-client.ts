import { EventStoreDBClient } from '@eventstore/db-client';
import { sendNamesOnly } from './names-only';
import { withTimeout } from './with-timeout';

sendNamesOnly();

/** So that a hung server is noticed within seconds; at the client's own choice it takes twenty. */
const KEEP_ALIVE = { keepAliveInterval: 2000, keepAliveTimeout: 3000 };
/** Ours end every call before; the client's own, ending together with ours, would tell the same in two ways. */
const NO_DEADLINE_MS = 3_600_000;

/** The connection string with our settings added where it has none of its own. */
const mannered = (url: string): string => {
  const [address = '', query = ''] = url.split('?', 2);
  const theirs = query.split('&').filter((pair) => pair !== '' && !/^defaultDeadline=/i.test(pair));
  const ours = Object.entries(KEEP_ALIVE)
    .filter(([name]) => !theirs.some((pair) => pair.toLowerCase().startsWith(`${name.toLowerCase()}=`)))
    .map(([name, value]) => `${name}=${value}`);
  return `${address}?${[...theirs, ...ours, `defaultDeadline=${NO_DEADLINE_MS}`].join('&')}`;
};

export const makeClient = (url: string): EventStoreDBClient => {
  /* oxlint-disable no-console -- the client warns there, and nowhere else, that our interval is short, at each making */
  const { warn } = console;
  console.warn = () => undefined;
  try {
    return EventStoreDBClient.connectionString(mannered(url));
  } finally {
    console.warn = warn;
  }
  /* oxlint-enable no-console */
};

interface Inside {
  getChannel(): Promise<{ close(): void }>;
  readonly capabilities: Promise<{ readonly serverVersion: string }>;
}

/** Version the server tells, `unknown` when it is none that can. */
export const serverVersion = async (client: EventStoreDBClient): Promise<string> =>
  (await (client as unknown as Inside).capabilities).serverVersion;

/** A stream that a hung server never ends is left to the end of its connection, ms. */
const DISPOSE_MS = 1000;

/** Ends every stream of a client, then its connection, which `dispose` leaves open. Only while no append is out. */
export const endClient = async (client: EventStoreDBClient): Promise<void> => {
  await withTimeout(DISPOSE_MS, client.dispose()).catch(() => undefined);
  const channel = await (client as unknown as Inside).getChannel();
  channel.close();
};
