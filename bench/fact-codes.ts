import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { factAuthentication } from '../src/adapters/sealing/fact-authentication';
import { AuthenticFacts, unproven } from '../src/kernel/facts/authentic-facts';
import type { RecordedEvent } from '../src/kernel/recorded-event';
import { api } from './support/api';
import { median, type Figure } from './support/figures';
import type { Rebuilt } from './support/rebuilder';
import { said } from './support/said';
import { seed } from './support/seed';
import { newDataDir, removeData, startServer } from './support/server-process';
import { withStores } from './support/stores';
import { makeVault } from './support/vault';

const SESSIONS = 2000;
const WARM_UP = 500;
const EVENTS = 1_000_000;
const SAMPLE = 20_000;
const ROUNDS = 5;
const MOST_OF_A_CHECKOUT = 0.05;
const LEAST_OF_A_REBUILD = 0.9;

const facts = new AuthenticFacts(factAuthentication('fact', [randomBytes(32)]));

/** What is done with each of these facts, per fact in ms: the median of some rounds. */
const each = (events: readonly RecordedEvent[], work: (event: RecordedEvent) => void): number =>
  median(
    Array.from({ length: ROUNDS }, () => {
      const began = performance.now();
      events.forEach(work);
      return (performance.now() - began) / events.length;
    }),
  );

/** What making a code adds to writing a fact, ms. */
const addedByMaking = (events: readonly RecordedEvent[]): number => {
  return each(events, (event) => void facts.make(event)) - each(events, (event) => void unproven(event));
};

/** As a store hands it over: in one piece, not in the many that it was put together of. */
const asRead = (text: string): string => Buffer.from(text).toString();

/** What checking the code of a fact takes that was read, ms. */
const takenByChecking = (events: readonly RecordedEvent[]): number => {
  const read = events.map((event) => {
    const { data, metadata } = facts.make(event);
    const code = /"mac":"([^"]+)"\}$/.exec(metadata)?.[1] ?? '';
    return { code, told: { ...event, texts: { data: asRead(data), metadata: asRead(metadata) } } };
  });
  if (!read.every(({ code, told }) => facts.hold(code, told))) throw new Error('a code does not hold');
  return median(
    Array.from({ length: ROUNDS }, () => {
      const began = performance.now();
      for (const { code, told } of read) facts.hold(code, told);
      return (performance.now() - began) / read.length;
    }),
  );
};

const ofCheckouts = async (quick: boolean): Promise<Figure> => {
  const application = await startServer();
  const call = api(application.url, await application.token('owner@example.com'));
  const { ids } = await makeVault(call, 50);
  const sessions = async (count: number) => {
    for (let n = 0; n < count; n += 1) {
      const asked = { reason: 'bench', durationMinutes: 30 };
      const id = ids[n % ids.length];
      const { session } = await call<{ session: { id: string } }>('POST', `/identities/${id}/checkout`, asked);
      await call('POST', `/sessions/${session.id}/checkin`);
    }
  };
  await sessions(WARM_UP);
  const count = quick ? SESSIONS / 10 : SESSIONS;
  const before = application.cpuMs();
  await sessions(count);
  const cpu = (application.cpuMs() - before) / count;
  await application.stop();
  const written = await withStores(application.dataDir, async ({ eventStore }) => {
    const all: RecordedEvent[] = [];
    for (let from = ''; ;) {
      const page = await eventStore.readAll({ ...(from === '' ? {} : { from }), limit: 1000 });
      if (page.length === 0) return all;
      all.push(...page);
      from = page.at(-1)?.position ?? from;
    }
  });
  removeData(application.dataDir);
  const lived = written.filter(({ type }) => /identity-checked-(out|in)/.test(type)).slice(-2 * count);
  const added = addedByMaking(lived);
  const share = (2 * added) / cpu;
  return {
    what: 'what the codes of the facts take of the processor time of a checkout and its checkin',
    measured: `${(share * 100).toFixed(1)} % (${(added * 1000).toFixed(1)} µs a fact, of ${cpu.toFixed(2)} ms)`,
    mustReach: `≤ ${MOST_OF_A_CHECKOUT * 100} %`,
    reached: share <= MOST_OF_A_CHECKOUT,
  };
};

const ofRebuilds = async (quick: boolean): Promise<Figure> => {
  const dataDir = newDataDir();
  const events = quick ? EVENTS / 10 : EVENTS;
  await seed(dataDir, events);
  const child = fork(join(__dirname, 'support/rebuilder.js'), [dataDir]);
  await said(child);
  child.send('rebuild');
  const { ms } = await said<Rebuilt>(child);
  child.disconnect();
  await new Promise((resolve) => child.once('exit', resolve));
  const sample = await withStores(dataDir, ({ eventStore }) => eventStore.readAll({ limit: SAMPLE }));
  removeData(dataDir);
  const taken = takenByChecking(sample);
  const ratio = (ms - taken * events) / ms;
  return {
    what: `rebuild of the audit model over ${events} events without checking their codes, against with`,
    measured: `${ratio.toFixed(2)} of the time (${(taken * 1000).toFixed(1)} µs a fact, of ${(ms / 1000).toFixed(1)} s)`,
    mustReach: `≥ ${LEAST_OF_A_REBUILD}`,
    reached: ratio >= LEAST_OF_A_REBUILD,
  };
};

/** What it costs that every fact carries a code. */
export const factCodes = async (quick: boolean): Promise<readonly Figure[]> => [
  await ofCheckouts(quick),
  await ofRebuilds(quick),
];
