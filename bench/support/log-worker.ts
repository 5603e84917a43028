import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeClient } from '../../src/adapters/event-store/eventstoredb/make-client';
import { chooseAdapters } from '../../src/adapters/choose';
import { loadConfig } from '../../src/config/load-config';
import type { Fold } from '../../src/kernel/fold';

/**
 * Works on a log in a process of its own, as a process has one client of EventStoreDB: told over IPC how many callers work for
 * how long, it answers how much they did. Run with the connection string and what to do.
 */
const [url = '', work = ''] = process.argv.slice(2);
const run = `${work}${Date.now()}`;
const STREAMS_A_DECISION = 8;

/** About what a checkout writes. */
const TYPE = 'keyledger.identity-checked-out.v1';
const DATA = {
  identityId: '01a209d4241372ff9065b029b19256aa',
  sessionId: '01a209d4241372ff9065b029b19256aa.01a209d4241372ff9065b029b19256ad',
  userEmail: 'owner@example.com',
  reason: 'bench',
  durationMinutes: 30,
  evidence: { ownerBypass: true },
  expiresAt: '2026-01-01T00:30:00.000Z',
};
const METADATA = {
  actor: { kind: 'user', userId: '01a209d4241372ff9065b029b19256ae', email: 'owner@example.com' },
  time: '2026-01-01T00:00:00.000Z',
  correlationId: '01a209d4241372ff9065b029b19256af',
  ip: '127.0.0.1',
} as const;

/** What caller so-and-so does once. */
type Step = (caller: number) => Promise<unknown>;

const bare = (): Step => {
  const client = makeClient(url);
  const revisions: bigint[] = [];
  return async (caller) => {
    const revision = revisions[caller];
    const event = {
      id: randomUUID(),
      type: TYPE,
      contentType: 'application/json',
      data: DATA,
      metadata: METADATA,
    };
    const { nextExpectedRevision } = await client.appendToStream(`${run}-${caller}`, [event as never], {
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
    const event = { id: ids.next(), type: TYPE, data: DATA, metadata: METADATA };
    revisions[caller] = (await eventStore.append(`${run}-${caller}`, revisions[caller] ?? -1, [event])).revision;
  };
};

const counted: Fold<number> = {
  category: run,
  initial: 0,
  evolve: { [TYPE]: (seen: number) => seen + 1 },
} as unknown as Fold<number>;

const decisions = async (): Promise<Step> => {
  const { eventStore, streamReader, ids } = await stores();
  return async (caller) => {
    const view = await streamReader.fresh();
    const others = Array.from({ length: STREAMS_A_DECISION - 1 }, (_, n) => view.load(counted, `shared${n}`));
    const [{ stream, revision }] = await Promise.all([view.load(counted, String(caller)), ...others]);
    const facts = [{ id: ids.next(), type: TYPE, data: DATA, metadata: METADATA }];
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
