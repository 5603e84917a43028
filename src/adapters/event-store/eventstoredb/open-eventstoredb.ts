import { FactClassifier } from '../../../kernel/facts/fact-classifier';
import { StoreDamaged, StoreUnavailable } from '../../../kernel/store-errors';
import type { Connection } from './connection';
import { EventStoreDbEventStore } from './eventstoredb-event-store';
import { LiveFeed } from './live-feed';
import { identifyLog } from './log-identity';
import { serverVersion } from './make-client';
import { othersMayWrite } from './others-may-write';
import { pause, pauseMs } from './pauses';
import { Reads } from './reads';
import { giveBackConnection, takeConnection } from './sole-connection';
import { verdictOn } from './verdict';
import { whyNoAnswer, type ServerAddress } from './why-no-answer';

/** The releases this adapter is held to. */
const TRIED = ['23.10', '24.2', '24.6'];
const listed = (word: 'and' | 'or'): string => TRIED.join(', ').replace(/, (?=[^,]*$)/, ` ${word} `);
/** An event store that starts beside us is ready within seconds. */
const START_TIMEOUT_MS = 12_000;

export interface OpenOptions {
  /** Told at the start, in one line each, what somebody should know. */
  readonly onWarning?: (warning: string) => void;
  /** Told of what goes wrong and is tried again. */
  readonly onError?: (error: unknown) => void;
  /** Told of each append, and how many events it was of, when it has ended, however it did. */
  readonly onAppend?: (events: number) => void;
  /** Longest wait for one answer, ms. */
  readonly callMs?: number;
  readonly startTimeoutMs?: number;
  readonly appendTimeoutMs?: number;
  /** How long one reading goes on before what is left is asked for anew, ms. */
  readonly readMs?: number;
  /** What is read is held to; default: any well-formed event is a fact. */
  readonly judge?: FactClassifier;
}

const isAtLeast = (version: string, least: string): boolean => {
  const [[a = 0, b = 0], [c = 0, d = 0]] = [version, least].map((text) => text.split('.').map(Number)) as [
    number[],
    number[],
  ];
  return a > c || (a === c && b >= d);
};

/** What is to be told of a release that was never tried. Throws {@link StoreDamaged} for one that can't be used. */
const untried = async (connection: Connection): Promise<string | undefined> => {
  const version = await connection.call(serverVersion);
  if (!/^\d+\.\d+/.test(version) || !isAtLeast(version, TRIED[0] ?? '')) {
    throw new StoreDamaged(
      `The server at EVENTSTORE_URL is EventStoreDB ${version}; Keyledger needs ${listed('or')}; use one of these.`,
    );
  }
  return TRIED.some((tried) => version.startsWith(`${tried}.`))
    ? undefined
    : `EventStoreDB ${version} was never tried with Keyledger, only ${listed('and')} were.`;
};

/** Everything the adapter relies on, asked once: the version, the leader's head of `$all`, reading and writing streams. */
const prove = async (connection: Connection, { tls }: ServerAddress) => {
  const release = await untried(connection);
  const logId = await identifyLog(connection);
  const warnings = [release, await othersMayWrite(connection, tls)].filter((warning) => warning !== undefined);
  return { logId, head: await new Reads(connection).head(), warnings };
};

const inOneLine = async (error: unknown, endpoint: ServerAddress): Promise<Error> => {
  const cause = error instanceof StoreUnavailable ? (error.cause ?? error) : error;
  if (error instanceof StoreDamaged) {
    return error;
  }
  if (verdictOn(cause).kind === 'denied') {
    return new StoreUnavailable(
      'The event store refuses the user of EVENTSTORE_URL: name and password must be right, and the user needs to read and write streams and to read $all.',
      { cause },
    );
  }
  return new StoreUnavailable(await whyNoAnswer(endpoint), { cause });
};

const nobody = (): void => undefined;

/** Opens the log at a connection string, or throws one line that says what is wrong with it or its server and what to do. */
export const openEventStoreDb = async (
  endpoint: ServerAddress & { readonly url: string; readonly callMs?: number },
  options: OpenOptions = {},
): Promise<EventStoreDbEventStore> => {
  const { onError = nobody, onWarning = nobody, onAppend = nobody, startTimeoutMs = START_TIMEOUT_MS } = options;
  const connection = takeConnection(endpoint.url, options.callMs ?? endpoint.callMs);
  const until = Date.now() + startTimeoutMs;
  for (let tries = 0; ; tries++) {
    try {
      const { logId, head, warnings } = await prove(connection, endpoint);
      warnings.forEach((warning) => onWarning(warning));
      const judge = options.judge ?? new FactClassifier();
      const feed = new LiveFeed(connection, judge, onError);
      feed.start(head);
      const close = async () => {
        await feed.stop();
        await giveBackConnection();
      };
      const { appendTimeoutMs, readMs } = options;
      const times = {
        ...(appendTimeoutMs === undefined ? {} : { appendTimeoutMs }),
        ...(readMs === undefined ? {} : { readMs }),
      };
      return new EventStoreDbEventStore({ connection, feed, judge, logId, head, close, onAppend, ...times });
    } catch (error) {
      const final = error instanceof StoreDamaged || verdictOn((error as Error).cause ?? error).kind === 'denied';
      if (final || Date.now() >= until) {
        await giveBackConnection();
        throw await inOneLine(error, endpoint);
      }
      await pause(pauseMs(tries));
    }
  }
};
