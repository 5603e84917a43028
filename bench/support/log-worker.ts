import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeClient } from '../../src/adapters/event-store/eventstoredb/make-client';
import { chooseAdapters } from '../../src/adapters/choose';
import { loadConfig } from '../../src/config/load-config';
import type { Fold } from '../../src/kernel/fold';
import { CHECKED_OUT, checkedOut } from './checked-out';

/**
 * Works on a log in a process of its own, as a process has one client of EventStoreDB: told over IPC how many callers work for
 * how long, it answers how much they did. Run with the connection string and what to do.
 */
const [url = '', work = ''] = process.argv.slice(2);
const STREAMS_A_DECISION = 8;

/** The identity of each, made when it is asked for first: the stream that it has to itself. */
const identities = new Map<string, string>();
const identityOf = (name: string): string => {
  const id = identities.get(name) ?? randomUUID().replaceAll('-', '');
  identities.set(name, id);
  return id;
};

/** What caller so-and-so does once. */
type Step = (caller: number) => Promise<unknown>;

const bare = (): Step => {
  const client = makeClient(url);
  const revisions: bigint[] = [];
  return async (caller) => {
    const revision = revisions[caller];
    const identityId = identityOf(String(caller));
    const event = { ...checkedOut(identityId, randomUUID()), contentType: 'application/json' };
    const { nextExpectedRevision } = await client.appendToStream(`identity-${identityId}`, [event as never], {
      expectedRevision: revision ?? 'no_stream',
      requiresLeader: true,
    });
    revisions[caller] = nextExpectedRevision;
  };
};

const stores = () =>
  chooseAdapters(
    loadConfig({
      KEYLEDGER_DATA_DIR: join(mkdtempSync(join(tmpdir(), 'keyledger-bench-')), 'data'),
      KEYLEDGER_EVENT_STORE: 'eventstoredb',
      EVENTSTORE_URL: url,
      KEYLEDGER_ROOT_KEY: Buffer.alloc(32, 1).toString('base64'),
    }),
  );

const appends = async (): Promise<Step> => {
  const { eventStore, ids } = await stores();
  const revisions: number[] = [];
  return async (caller) => {
    const identityId = identityOf(String(caller));
    const facts = [checkedOut(identityId, ids.next())];
    const { revision } = await eventStore.append(`identity-${identityId}`, revisions[caller] ?? -1, facts);
    revisions[caller] = revision;
  };
};

const counted: Fold<number> = {
  category: 'identity',
  initial: 0,
  evolve: { [CHECKED_OUT]: (seen: number) => seen + 1 },
} as unknown as Fold<number>;

const decisions = async (): Promise<Step> => {
  const { eventStore, streamReader, ids } = await stores();
  return async (caller) => {
    const view = await streamReader.fresh();
    const identityId = identityOf(String(caller));
    const load = (name: string) => view.load(counted, identityOf(name));
    const others = Array.from({ length: STREAMS_A_DECISION - 1 }, (_, n) => load(`shared${n}`));
    const [{ stream, revision }] = await Promise.all([load(String(caller)), ...others]);
    const facts = [checkedOut(identityId, ids.next())];
    const appended = await eventStore.append(stream, revision, facts);
    streamReader.appended(stream, facts, appended.revision, appended.position);
  };
};

const WORK: Readonly<Record<string, () => Step | Promise<Step>>> = { bare, appends, decisions };

const main = async (): Promise<void> => {
  const step = await WORK[work]?.();
  if (step === undefined) throw new Error(`there is no such work: ${work}`);
  process.on('message', ({ callers, ms }: { callers: number; ms: number }) => {
    const began = performance.now();
    let done = 0;
    const call = async (caller: number): Promise<void> => {
      for (; performance.now() < began + ms; done++) await step(caller);
    };
    void Promise.all(Array.from({ length: callers }, (_, caller) => call(caller))).then(() =>
      process.send?.({ perSecond: done / ((performance.now() - began) / 1000) }),
    );
  });
  process.send?.({ ready: true });
};

void main();
