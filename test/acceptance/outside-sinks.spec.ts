import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandBus } from '@nestjs/cqrs';
import { RecordSinkFailed } from '../../src/commands/operations/record-sink-failed';
import { canonicalFact } from '../../src/kernel/facts/canonical-fact';
import { newFixture, type Fixture } from '../support/application/fixture';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { HttpsReceiver } from '../support/sinks/https-receiver';
import { SyslogReceiver } from '../support/sinks/syslog-receiver';
import { until } from '../support/until';

/** Facts leave the server to three places at once: a file, a syslog receiver over TLS, and one of CloudEvents. */
const folder = mkdtempSync(join(tmpdir(), 'keyledger-outside-'));
const TOKEN = 'sink-token-that-nobody-may-see';
const paths = { file: join(folder, 'facts.jsonl'), token: join(folder, 'token') };
const syslog = new SyslogReceiver();
const https = new HttpsReceiver();
let application: RunningApplication;
let fixture: Fixture;

beforeAll(async () => {
  writeFileSync(paths.token, TOKEN, { mode: 0o600 });
  const authorities = { syslog: join(folder, 'syslog.pem'), https: join(folder, 'https.pem') };
  writeFileSync(authorities.syslog, syslog.ca);
  writeFileSync(authorities.https, https.ca);
  application = await runningApplication({
    env: {
      KEYLEDGER_SINK_FILE: paths.file,
      KEYLEDGER_SINK_SYSLOG: `tls://127.0.0.1:${await syslog.start()}`,
      KEYLEDGER_SINK_SYSLOG_CA_FILE: authorities.syslog,
      KEYLEDGER_SINK_HTTPS: await https.start(),
      KEYLEDGER_SINK_HTTPS_TOKEN_FILE: paths.token,
      KEYLEDGER_SINK_HTTPS_CA_FILE: authorities.https,
    },
  });
  fixture = await newFixture(application);
}, 90_000);
afterAll(async () => {
  await application.end();
  await Promise.all([syslog.end(), https.end()]);
  rmSync(folder, { recursive: true });
});

const inFile = (): readonly Json[] =>
  readFileSync(paths.file, 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
const factsInFile = () => inFile().filter(({ kind }) => kind === 'fact');
const inLog = () => application.adapters.eventStore.readAll({ limit: 10_000 });
const once = (ids: readonly string[]) => [...new Set(ids)];
const factsAtHttps = () =>
  once(https.events.flatMap(({ id, data }) => (data.metadata.event_code === 'checkpoint' ? [] : [id])));
const factsAtSyslog = () => once(syslog.got.flatMap((message) => / externalId=([^\s#]+) /.exec(message)?.[1] ?? []));
const checkOut = async () => {
  const { id } = await fixture.newIdentity();
  return fixture.people.user.ok('POST', `/identities/${id}/checkout`, { reason: 'month end', durationMinutes: 30 });
};
const metrics = async () => (await fetch(`${application.url}/metrics`)).text();

test('every fact reaches each of them, from the first one on, in the order of the log', async () => {
  const out = await checkOut();
  const { eventId } = out.receipt;
  await until('the checkout', () => [factsAtHttps(), factsAtSyslog()].every((ids) => ids.includes(eventId)));
  await until('its line', () => factsInFile().some(({ fact }) => fact.id === eventId));
  const log = await inLog();
  const upTo = log.findIndex(({ id }) => id === eventId) + 1;
  const wanted = log.slice(0, upTo).map(({ id }) => id);
  expect(
    factsInFile()
      .slice(0, upTo)
      .map(({ fact }) => fact.id),
  ).toEqual(wanted);
  expect(factsAtHttps().slice(0, upTo)).toEqual(wanted);
  expect(factsAtSyslog().slice(0, upTo)).toEqual(wanted);
});

test('the file holds each fact in the bytes that are hashed into the tree, with its place', async () => {
  const [line = ''] = readFileSync(paths.file, 'utf8').split('\n');
  const [first] = await inLog();
  if (first === undefined) throw new Error('the log is empty');
  expect(/,"fact":(.*)\}$/s.exec(line)?.[1]).toBe(canonicalFact(first));
  expect(JSON.parse(line)).toMatchObject({ position: first.position, kind: 'fact' });
  await until('leaves', () => factsInFile().some(({ leaf }) => leaf > 0));
  const all = await inLog();
  const wrong = factsInFile().filter(({ leaf, fact }) => leaf !== undefined && all[leaf]?.id !== fact.id);
  expect(wrong).toEqual([]);
});

test('OCSF in CloudEvents and CEF in syslog say who did what', async () => {
  const out = await checkOut();
  const found = () => https.events.find(({ id }) => id === out.receipt.eventId);
  await until('the event', () => found() !== undefined);
  expect(found()).toMatchObject({
    type: 'keyledger.identity-checked-out.v1',
    position: out.receipt.position,
    data: { type_uid: 300_301, user: { uid: fixture.userIds.user }, metadata: { version: '1.8.0' } },
  });
  await until('the message', () => syslog.got.some((message) => message.includes(out.receipt.eventId)));
  const message = syslog.got.find((each) => each.includes(out.receipt.eventId));
  expect(message).toMatch(
    /^<109>1 \S+ \S+ keyledger \d+ identity-checked-out \[origin software="Keyledger"\] CEF:0\|Keyledger\|/,
  );
});

test('a signed checkpoint reaches each of them', async () => {
  await until('it', () => inFile().some(({ kind }) => kind === 'checkpoint'));
  await until('it over HTTPS', () => https.events.some(({ type }) => type === 'keyledger.checkpoint.v1'));
  await until('it over syslog', () => syslog.got.some((message) => message.includes('act=checkpoint')));
  const note = inFile().find(({ kind }) => kind === 'checkpoint')?.note;
  const keys = (await fixture.owner.get('/evidence/keys')).text;
  expect(note.split('\n')[0]).toBe(keys.split('+')[0]);
});

test('dead, hanging and refusing ones hold up neither a checkout nor each other, are told of, and get all of it later', async () => {
  syslog.behaves = 'hangs';
  https.answers = () => 500;
  const began = Date.now();
  const out = await checkOut();
  await fixture.people.user.ok('POST', `/sessions/${out.session.id}/checkin`);
  await until('its line', () => factsInFile().some(({ fact }) => fact.id === out.receipt.eventId));
  expect(Date.now() - began).toBeLessThan(10_000);
  await until('the count', async () => /^keyledger_sink_failures_total\{sink="https"\} [1-9]/m.test(await metrics()));
  await until('the lag', async () => /^keyledger_sink_lag_events\{sink="https"\} [1-9]/m.test(await metrics()));
  expect(factsAtHttps()).not.toContain(out.receipt.eventId);
  https.answers = () => 204;
  await until('the fact', () => factsAtHttps().includes(out.receipt.eventId), 20_000);
  await until('no lag', async () => /^keyledger_sink_lag_seconds\{sink="https"\} 0$/m.test(await metrics()));
});

test('a restart goes on from the place: what was owed arrives, and the file holds nothing twice', async () => {
  syslog.behaves = 'well';
  const lines = factsInFile().length;
  application = await application.restart();
  const owner = await application.as('owner@example.com');
  await owner.ok('POST', '/organizations', { name: 'After the restart' });
  const log = await inLog();
  await until('all of it', () => factsInFile().length >= log.length && factsAtSyslog().length >= log.length, 20_000);
  const ids = factsInFile().map(({ fact }) => fact.id);
  expect(ids).toEqual(once(ids));
  expect(ids.length).toBeGreaterThan(lines);
  expect(factsAtSyslog().slice(0, log.length)).toEqual(log.map(({ id }) => id));
});

test('an outage is a fact that the others tell, and a critical notice to owners', async () => {
  const { ids, clock } = application.adapters;
  const actor = { kind: 'policy', name: 'send-facts-outside' } as const;
  const context = { actor, correlationId: ids.next(), deadline: clock.now() + 30_000, ids };
  const outage = { sink: 'syslog', code: 'ECONNREFUSED', since: '2026-01-31T09:30:00.000Z' } as const;
  await application.server.app.get(CommandBus).execute(new RecordSinkFailed(context, outage));
  const owner = await application.as('owner@example.com');
  await until('the notice', async () =>
    (await owner.ok('GET', '/notifications?severity=critical')).items.some(({ kind }: Json) => kind === 'sink-failed'),
  );
  const told = () => https.events.find(({ type }) => type === 'keyledger.sink-failed.v1');
  await until('the event', () => told() !== undefined);
  expect(told()).toMatchObject({ data: { severity: 'High', unmapped: { data: { critical: true, ...outage } } } });
});

test('its own token is nowhere but in its header', async () => {
  expect(https.asked.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`)).toBe(true);
  const everything = [application.logged.join(''), await metrics(), readFileSync(paths.file, 'utf8'), ...syslog.got];
  expect(everything.join('')).not.toContain(TOKEN);
  expect(JSON.stringify(https.events)).not.toContain(TOKEN);
});
