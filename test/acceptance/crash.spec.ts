import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PROJECTIONS } from '../../projections/catalog';
import { Projections } from '../../projections/engine/projections';
import type { EventStore } from '../../src/kernel/event-store';
import { openReadStore } from '../../src/adapters/read-store/embedded/open-read-store';
import type { OpenedReads } from '../../src/adapters/read-store/opened-reads';
import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { followedIn } from '../support/followed-in';
import { AskedWrites } from '../support/application/asked-writes';
import type { Client } from '../support/application/client';
import { onEngines, onMongo, openLogOf, openReadsOf } from '../support/application/engines';
import { signedIn, startServer, type ServerProcess } from '../support/application/server-process';

/** The real server is killed without a word, again and again, while people work with it. */
/** On shared stores each start first waits until the one before counts as dead. */
const KILLS = onEngines ? 4 : 20;
const WORKERS = 6;
/** Far above what a start takes on a busy machine, far below any time-out of a lock that a dead process could have left. */
const READY_MS = 15_000;
/** What fetch says when the other side is gone. */
const HUNG_UP = /fetch failed|terminated/;

const folder = mkdtempSync(join(tmpdir(), 'keyledger-crash-'));
const dataDir = join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true }));

let killWhenAnswered = Infinity;
let server: ServerProcess | undefined;
afterEach(() => server?.kill('SIGKILL'));
const writes = new AskedWrites(() => {
  killWhenAnswered -= 1;
  if (killWhenAnswered === 0) {
    server?.kill('SIGKILL');
  }
});

const start = async (): Promise<Client> => {
  const began = performance.now();
  server = startServer({ KEYLEDGER_DATA_DIR: dataDir });
  const url = await server.ready();
  const owner = await signedIn(url, { KEYLEDGER_DATA_DIR: dataDir }, 'owner@example.com');
  while ((await owner.get('//health/ready')).status !== 200) {
    expect(performance.now() - began).toBeLessThan(READY_MS);
  }
  expect(performance.now() - began).toBeLessThan(READY_MS);
  return owner;
};

interface Place {
  readonly vaultId: string;
  /** An exclusive identity that all workers want. */
  readonly sharedId: string;
}

const newIdentity = (vaultId: string, rotateAfterUse: boolean) => (key: string) => ({
  identityGroupId: vaultId,
  name: key,
  username: 'admin',
  credential: `value of ${key}`,
  credentialType: 'password',
  rotateAfterUse,
});

const prepare = async (owner: Client): Promise<Place> => {
  const { id: organizationId } = await owner.ok('POST', '/organizations', { name: 'Crashing' });
  await owner.ok('PUT', `/organizations/${organizationId}/secret`, { secret: 's'.repeat(40) });
  const { id: vaultId } = await owner.ok('POST', '/identity-groups', { name: 'Production', organizationId });
  const { id: sharedId } = await owner.ok('POST', '/identities', newIdentity(vaultId, true)('shared'));
  return { vaultId, sharedId };
};

const forKey = (key: string) => ({ reason: key, durationMinutes: 60 });

/** Until the server is gone. */
const work = async (owner: Client, { vaultId, sharedId }: Place): Promise<void> => {
  for (let n = 0; ; n++) {
    const made = await writes.ask(owner, '/identities', newIdentity(vaultId, n % 3 === 0));
    const out = await writes.ask(owner, `/identities/${made.body.id}/checkout`, forKey);
    if (n % 4 !== 0) {
      await writes.ask(owner, `/sessions/${out.body.session.id}/checkin`);
    }
    const shared = await writes.ask(owner, `/identities/${sharedId}/checkout`, forKey);
    if (shared.status === 201) {
      await writes.ask(owner, `/sessions/${shared.body.session.id}/checkin`);
    }
  }
};

/** What got no answer is asked again, twice: the second answer is the first one's. */
const askAgain = async (owner: Client): Promise<void> => {
  for (const write of writes.unanswered) {
    const first = await writes.send(owner, write);
    if (first.status >= 300) {
      // Where other nodes may be at work, a start doesn't tell that the run of a killed one is dead: it counts for a minute.
      expect(first.body.code).toMatch(
        onMongo
          ? /^(ALREADY_CHECKED_OUT|ROTATION_IN_PROGRESS|IDEMPOTENCY_IN_PROGRESS)$/
          : /^(ALREADY_CHECKED_OUT|ROTATION_IN_PROGRESS)$/,
      );
      continue;
    }
    const second = await writes.send(owner, write);
    // That a value was shown once more is a fact of its own, with its own receipt.
    const shownAgain = second.body.receipt === undefined ? {} : { receipt: second.body.receipt };
    expect([second.status, second.body]).toEqual([first.status, { ...first.body, ...shownAgain }]);
  }
};

const sample = <T>(from: readonly T[], count: number): readonly T[] =>
  Array.from({ length: Math.min(count, from.length) }, () => from[Math.floor(Math.random() * from.length)] as T);

const idOf = ({ body }: { body: { id?: string; session?: { id: string } } }) => body.session?.id ?? body.id;

/** What was answered is there, and asking again makes nothing new. */
const lookBack = async (owner: Client): Promise<void> => {
  const done = writes.answered.filter(({ answer }) => (answer?.status ?? 500) < 300);
  for (const { path, body, key, answer } of sample(done, 8)) {
    const again = await owner.post(path, body, { 'idempotency-key': key });
    expect([again.status, idOf(again)]).toEqual([answer?.status, answer && idOf(answer)]);
  }
};

/** Whoever holds the shared identity after a crash gives it back. */
const makeWay = async (owner: Client, { sharedId }: Place): Promise<void> => {
  const { items } = await owner.ok('GET', `/sessions?identityId=${sharedId}&status=active`);
  expect(items.length).toBeLessThanOrEqual(1);
  for (const { id } of items) {
    await owner.ok('POST', `/sessions/${id}/checkin`);
  }
};

const everyFact = async (store: EventStore): Promise<readonly RecordedEvent[]> => {
  const facts: RecordedEvent[] = [];
  for (;;) {
    const from = facts.at(-1)?.position;
    const page = await store.readAll({ limit: 1_000, ...(from === undefined ? {} : { from }) });
    facts.push(...page);
    if (page.length < 1_000) {
      return facts;
    }
  }
};

const fieldOf = ({ data }: RecordedEvent, name: string) => (data as Readonly<Record<string, unknown>>)[name];

const expectAllThere = (facts: readonly RecordedEvent[]): void => {
  const byPosition = new Map(facts.map((fact) => [fact.position, fact]));
  const count = (type: string, field: string) => {
    const counts = new Map<unknown, number>();
    for (const fact of facts.filter((each) => each.type === `keyledger.${type}.v1`)) {
      counts.set(fieldOf(fact, field), (counts.get(fieldOf(fact, field)) ?? 0) + 1);
    }
    return counts;
  };
  const created = count('identity-created', 'identityId');
  const checkedOut = count('identity-checked-out', 'reason');
  const checkedIn = count('identity-checked-in', 'sessionId');
  for (const { path, key, answer } of writes.answered) {
    // Says nothing of what the run that was killed had written.
    if (answer?.body?.code === 'IDEMPOTENCY_IN_PROGRESS') continue;
    if (answer === undefined || answer.status >= 300) {
      expect(checkedOut.get(key)).toBeUndefined();
      continue;
    }
    const position = answer.headers.get('keyledger-position') ?? '';
    const id = idOf(answer) ?? '';
    expect(byPosition.has(position)).toBe(true);
    if (path === '/identities') {
      expect([key, created.get(id)]).toEqual([key, 1]);
    } else if (path.endsWith('/checkout')) {
      expect([key, checkedOut.get(key)]).toEqual([key, 1]);
    } else {
      expect([id, checkedIn.get(id)]).toEqual([id, 1]);
    }
  }
  expect([...checkedOut.values()].every((times) => times === 1)).toBe(true);
};

const expectNeverTwoHolders = (facts: readonly RecordedEvent[]): void => {
  const open = new Map<string, number>();
  for (const { stream, type } of facts) {
    const change =
      type === 'keyledger.identity-checked-out.v1' ? 1 : type === 'keyledger.identity-checked-in.v1' ? -1 : 0;
    const now = (open.get(stream) ?? 0) + change;
    open.set(stream, now);
    expect(now === 0 || now === 1 ? 'at most one' : `${now} in ${stream}`).toBe('at most one');
  }
};

/** The documents of every read model, once it has caught up with the log. */
const documentsIn = async (store: EventStore, reads: OpenedReads) => {
  const trouble = (name: string, error: unknown) => {
    throw new Error(`${name}: ${JSON.stringify(error)}`);
  };
  const projections = new Projections(
    PROJECTIONS,
    followedIn(store),
    reads.store,
    { now: () => Date.now() },
    {
      onStopped: trouble,
      onProgress: () => undefined,
      onError: trouble,
    },
  );
  await projections.start();
  const names = PROJECTIONS.map(({ schema }) => schema.name);
  expect(await projections.waitFor(names, await store.head(), 20_000)).toBe(true);
  const documents = await Promise.all(
    names.map(async (name) => [name, await projections.readModel(name).find({ limit: 1_000_000 })] as const),
  );
  await projections.stop();
  reads.close();
  return Object.fromEntries(documents);
};

test('killed again and again under load, it keeps every answered write and makes none twice', async () => {
  let owner = await start();
  const place = await prepare(owner);
  for (let kill = 0; kill < KILLS; kill++) {
    killWhenAnswered = 1 + Math.floor(Math.random() * 80);
    const gone = server?.ended();
    const ends = await Promise.allSettled(Array.from({ length: WORKERS }, () => work(owner, place)));
    expect(
      ends.map((end) => end.status === 'rejected' && String(end.reason)).filter((why) => !HUNG_UP.test(`${why}`)),
    ).toEqual([]);
    expect(await gone).toBe('SIGKILL');
    owner = await start();
    await askAgain(owner);
    await lookBack(owner);
    await makeWay(owner, place);
  }
  server?.kill('SIGTERM');
  expect(await server?.ended()).toBe(0);
  expect(writes.answered.length).toBeGreaterThan(KILLS);

  const store = await openLogOf(dataDir);
  const facts = await everyFact(store);
  expectAllThere(facts);
  expectNeverTwoHolders(facts);
  const logId = await store.logId();
  expect(await documentsIn(store, await openReadsOf(dataDir, logId))).toEqual(
    await documentsIn(store, await openReadStore(join(folder, 'rebuilt.db'), logId)),
  );
  await store.close();
}, 180_000);
