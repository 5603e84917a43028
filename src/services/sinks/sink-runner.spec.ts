import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CommandBus } from '@nestjs/cqrs';
import { entryOfFact } from '../../../test/support/catalogue/entry-of-fact';
import { followedIn } from '../../../test/support/followed-in';
import { InMemoryEventStore } from '../../../test/support/in-memory-event-store';
import { Leases } from '../../../test/support/leases';
import { until } from '../../../test/support/until';
import { embeddedCheckpoints } from '../../adapters/material-store/embedded/embedded-checkpoints';
import { MaterialFile } from '../../adapters/material-store/embedded/material-file';
import { derivedIds } from '../../adapters/outside/derived-ids';
import { sha256Digest } from '../../adapters/outside/sha256-digest';
import { RecordSinkFailed } from '../../commands/operations/record-sink-failed';
import type { RecordSinkRecovered } from '../../commands/operations/record-sink-recovered';
import type { Evidence } from '../../kernel/evidence';
import { SinkRefused, type Sink, type SinkItem, type SinkName } from '../../kernel/sinks';
import type { EntriesOfFacts } from '../../queries/audit/entries-of-facts';
import { SinkRunner } from './sink-runner';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-sinks-'));
const file = new MaterialFile(join(folder, 'material.db'));
const checkpoints = embeddedCheckpoints(file);
const runners: SinkRunner[] = [];
afterEach(() => Promise.all(runners.splice(0).map((runner) => runner.stop())));
afterAll(() => {
  file.close();
  rmSync(folder, { recursive: true });
});

/** What arrives at one place, whichever node sends it. */
class Arrivals {
  readonly items: SinkItem[] = [];
  refuses = false;

  sink(name: SinkName, place: string): Sink {
    return {
      name,
      place,
      send: async (items) => {
        if (this.refuses) throw new SinkRefused('HTTP_503');
        this.items.push(...items);
      },
      close: async () => undefined,
    };
  }

  get facts(): readonly string[] {
    return this.items.flatMap(({ kind, id }) => (kind === 'fact' ? [id] : []));
  }
}

const metadata = { actor: { kind: 'policy' }, time: '2026-01-01T00:00:00.000Z', correlationId: 'c' } as const;
const append = async (log: InMemoryEventStore): Promise<string> => {
  const id = randomUUID();
  await log.append('s-1', 'any', [{ id, type: 'keyledger.word-said.v1', data: {}, metadata }]);
  return id;
};

const node = (log: InMemoryEventStore, sinks: readonly Sink[], leases = new Leases()) => {
  const state = { now: Date.now(), note: 'keyledger/l\n1\nroot\n\n— sig\n' };
  const lease = leases.node();
  const told: RecordSinkFailed[] = [];
  const well: string[] = [];
  const execute = async (command: RecordSinkFailed | RecordSinkRecovered) =>
    command instanceof RecordSinkFailed ? void told.push(command) : void well.push(command.sink);
  const entries = {
    of: async (facts: readonly { id: string }[]) =>
      facts.map(({ id }) => entryOfFact({ type: 'keyledger.word-said.v1', data: {} }, { id })),
  };
  const runner = new SinkRunner(
    { all: sinks },
    followedIn(log),
    checkpoints,
    { checkpoint: async () => state.note } as Partial<Evidence> as Evidence,
    lease,
    { now: () => state.now },
    sha256Digest,
    derivedIds,
    derivedIds.from('node'),
    entries as unknown as EntriesOfFacts,
    { execute } as unknown as CommandBus,
    { delivered: () => undefined, failed: () => undefined },
    { report: () => undefined },
  );
  runners.push(runner);
  return { runner, lease, state, told, well };
};

test('one node sends; when it falls silent, another goes on from its place', async () => {
  const log = new InMemoryEventStore();
  const arrivals = new Arrivals();
  const leases = new Leases(0.1);
  const sink = arrivals.sink('https', 'two-nodes');
  const [one, two] = [node(log, [sink], leases), node(log, [sink], leases)];
  const first = await append(log);
  one.runner.start();
  await until('the first fact', () => arrivals.facts.length === 1);
  const head = await log.head();
  await until('its place', async () => (await one.runner.reports())[0]?.lag === 0 && head !== '');
  two.runner.start();
  one.lease.fallSilent();
  const second = await append(log);
  await until('the second fact', () => arrivals.facts.includes(second));
  expect(arrivals.facts.filter((id) => id === first)).toHaveLength(1);
});

test('a dead sink holds up no other; another place of a kind begins with the first fact', async () => {
  const log = new InMemoryEventStore();
  const [dead, alive] = [new Arrivals(), new Arrivals()];
  dead.refuses = true;
  const ids = [await append(log), await append(log)];
  const { runner } = node(log, [dead.sink('syslog', 'a'), alive.sink('https', 'b')]);
  runner.start();
  await until('both facts', () => alive.facts.length === 2);
  await until('its place', async () => (await runner.reports()).find(({ name }) => name === 'https')?.lag === 0);
  expect(await runner.reports()).toMatchObject([
    { name: 'syslog', lag: expect.any(Number), oldestUnsent: metadata.time },
    { name: 'https', lag: 0 },
  ]);
  await runner.stop();
  const elsewhere = new Arrivals();
  node(log, [elsewhere.sink('https', 'c')]).runner.start();
  await until('both again', () => elsewhere.facts.length === 2);
  expect(elsewhere.facts).toEqual(ids);
});

test('a new checkpoint goes to each; an outage of ten minutes is told once, with why and since when, and its end', async () => {
  const log = new InMemoryEventStore();
  const [dead, alive] = [new Arrivals(), new Arrivals()];
  await append(log);
  const { runner, state, told, well } = node(log, [dead.sink('syslog', 'd'), alive.sink('file', 'e')]);
  const began = state.now;
  dead.refuses = true;
  runner.start();
  await until('the checkpoint', () => alive.items.some(({ kind }) => kind === 'checkpoint'));
  expect(told).toEqual([]);
  state.now += 10 * 60_000;
  state.note = 'keyledger/l\n2\nroot\n\n— sig\n';
  await until('word of it', () => told.length === 1);
  expect(told[0]?.outage).toEqual({ sink: 'syslog', code: 'HTTP_503', since: new Date(began).toISOString() });
  await until('the next checkpoint', () => alive.items.filter(({ kind }) => kind === 'checkpoint').length === 2);
  state.now += 10 * 60_000;
  dead.refuses = false;
  expect(well).not.toContain('syslog');
  await until('what was owed', () => dead.facts.length === 1);
  await until('word of that', () => well.includes('syslog'));
  expect([told.length, well.filter((sink) => sink === 'syslog').length]).toEqual([1, 1]);
});

test('without sinks nothing is asked for', async () => {
  const { runner } = node(new InMemoryEventStore(), []);
  runner.start();
  expect(await runner.reports()).toEqual([]);
});
