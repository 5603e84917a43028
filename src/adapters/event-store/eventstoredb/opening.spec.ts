import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttp1 } from 'node:http';
import { createServer as createHttp2 } from 'node:http2';
import { createServer as createTcp, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jsonEvent } from '@eventstore/db-client';
import { EventStoreDouble, type DoubleOptions } from '../../../../test/support/eventstoredb/event-store-double';
import { selfSigned } from '../../../../test/support/self-signed';
import { eventStoreUrl } from '../../../config/eventstore-url';
import { loadConfig } from '../../../config/load-config';
import { whyNot } from '../../../lifecycle/refuse-to-start';
import { chooseAdapters } from '../../choose';
import { endClient, makeClient } from './make-client';
import { openEventStoreDb } from './open-eventstoredb';

const folder = mkdtempSync(join(tmpdir(), 'keyledger-opening-'));
const tls = selfSigned();
const ca = join(folder, 'ca.pem');
const otherCa = join(folder, 'other-ca.pem');
writeFileSync(ca, tls.cert);
writeFileSync(otherCa, selfSigned().cert);
const admin = { name: 'keyledger', password: 'correct-horse' };
const user = { name: 'ann', password: 'battery-staple' };

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});
afterAll(() => rmSync(folder, { recursive: true }));

const doubleOf = async (options: DoubleOptions = {}): Promise<EventStoreDouble> => {
  const double = await EventStoreDouble.start(options);
  ends.push(() => double.end());
  return double;
};

/** A port on which something else answers. */
const listening = async (server: Server): Promise<string> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));
  return `esdb://127.0.0.1:${(server.address() as AddressInfo).port}?tls=false`;
};

const refusal = async (url: string): Promise<string> => {
  const troubles: unknown[] = [];
  try {
    const store = await openEventStoreDb(eventStoreUrl(url), {
      callMs: 1500,
      startTimeoutMs: 0,
      onError: (error) => troubles.push(error),
    });
    await store.close();
    return ['it opened', ...troubles].map(String).join(', ');
  } catch (error) {
    const line = whyNot(error);
    expect(line).not.toMatch(/[\r\n]|correct-horse|battery-staple|wrong-pass/);
    return line;
  }
};

describe('a server that can not be used is told in one line', () => {
  test('because nobody listens', async () => {
    const double = await doubleOf();
    await double.kill();
    expect(await refusal(double.url())).toMatch(
      /^No event store can be reached at 127\.0\.0\.1:\d+ \(ECONNREFUSED\); /,
    );
  });

  test.each([
    ['a wrong password', 'keyledger:wrong-pass@'],
    ['no user', ''],
    ['a user who may not read $all', 'ann:battery-staple@'],
  ])('because of %s', async (_, credentials) => {
    const double = await doubleOf({ tls, admin, user });
    expect(await refusal(double.url(`&tlsCAFile=${ca}`, 'keyledger:correct-horse@'))).toBe('it opened');
    expect(await refusal(double.url(`&tlsCAFile=${ca}`, credentials))).toMatch(
      /^The event store refuses the user of EVENTSTORE_URL: .* read \$all\.$/,
    );
  });

  test('because its certificate is another authority’s', async () => {
    const double = await doubleOf({ tls });
    const line = /^The certificate of the event store at 127\.0\.0\.1:\d+ is not trusted \(\w+\); .* tlsCAFile/;
    expect(await refusal(double.url(`&tlsCAFile=${otherCa}`))).toMatch(line);
    expect(await refusal(double.url())).toMatch(line);
  });

  test('because one speaks TLS and the other does not', async () => {
    const [plain, secure] = [await doubleOf(), await doubleOf({ tls })];
    expect(await refusal(plain.url().replace('tls=false', 'tls=true'))).toMatch(/does not speak TLS \(\w+\); mend/);
    expect(await refusal(secure.url().replace('tls=true', 'tls=false'))).toMatch(
      /no EventStoreDB, or one that wants TLS/,
    );
  });

  test('because it is something else', async () => {
    const http1 = createHttp1((_, response) => response.end('hello'));
    expect(await refusal(await listening(http1))).toMatch(/^What answers at 127\.0\.0\.1:\d+ is no EventStoreDB/);
    const http2 = createHttp2();
    http2.on('stream', (stream) => {
      stream.respond({ ':status': 200, 'content-type': 'text/html' });
      stream.end('hello');
    });
    expect(await refusal(await listening(http2 as unknown as Server))).toMatch(
      /does not answer as an EventStoreDB does/,
    );
    const open = new Set<{ destroy(): void }>();
    const silent = createTcp((socket) => open.add(socket.on('error', () => undefined)));
    expect(await refusal(await listening(silent))).toMatch(/takes connections and answers nothing/);
    open.forEach((socket) => socket.destroy());
  });

  test('because it never gets ready', async () => {
    const double = await doubleOf({ faults: { notReady: true } });
    expect(await refusal(double.url())).toMatch(/look whether it is one and has a leader/);
  });

  test.each(['22.10.4', '21.10.9', '5.0.11', 'unknown'])('because it is of release "%s"', async (version) => {
    const double = await doubleOf({ version });
    expect(await refusal(double.url())).toMatch(
      /^The server at EVENTSTORE_URL is EventStoreDB [\d.a-z]+; Keyledger needs 23\.10, 24\.2 or 24\.6; use one of these\.$/,
    );
  });

  test('because a newer Keyledger has written there', async () => {
    const double = await doubleOf();
    const client = makeClient(double.url());
    await client.appendToStream('keyledgerLog', [jsonEvent({ type: 'log-begun', data: { logId: 'l', format: 2 } })]);
    await endClient(client);
    expect(await refusal(double.url())).toMatch(/written by a newer version of Keyledger .*; start that version\.$/);
  });
});

const warned = async (url: string): Promise<readonly string[]> => {
  const warnings: string[] = [];
  const store = await openEventStoreDb(eventStoreUrl(url), { onWarning: (warning) => warnings.push(warning) });
  await store.close();
  return warnings;
};

test('a release that nobody tried is used, and told in one line', async () => {
  const double = await doubleOf({ tls, version: '24.10.1' });
  expect(await warned(double.url(`&tlsCAFile=${ca}`))).toContain(
    'EventStoreDB 24.10.1 was never tried with Keyledger, only 23.10, 24.2 and 24.6 were.',
  );
});

describe('where others may write our streams, the start tells it', () => {
  const $all = '$all';
  test.each([
    ['where nobody said anything', undefined, '$w, $d, $mw'],
    ['where it is said that all may', { $w: $all, $d: [$all], $mw: ['$admins'] }, '$w, $d'],
    ['where metadata was forgotten', { $w: 'keyledger', $d: ['keyledger'] }, '$mw'],
    ['but not where it is ours alone', { $r: $all, $w: 'keyledger', $d: 'keyledger', $mw: 'keyledger' }, undefined],
  ])('%s', async (_, acl, open) => {
    const double = await doubleOf({ tls });
    const url = double.url(`&tlsCAFile=${ca}`);
    if (acl !== undefined) {
      const client = makeClient(url);
      await client.appendToStream('$settings', [jsonEvent({ type: '$settings', data: { $userStreamAcl: acl } })]);
      await endClient(client);
    }
    expect(await warned(url)).toEqual(
      open === undefined ? [] : [expect.stringContaining(`$settings gives ${open} to all; set its $userStreamAcl`)],
    );
  });

  test('where the server asks nobody', async () => {
    expect(await warned((await doubleOf()).url())).toEqual([expect.stringContaining('asks nobody who they are')]);
  });

  test('and is silent where it may not look', async () => {
    const double = await doubleOf({ tls, admin, user: { ...user, readsAll: true } });
    expect(await warned(double.url(`&tlsCAFile=${ca}`, 'ann:battery-staple@'))).toEqual([]);
  });
});

test('what was kept beside another log is refused: read models, and sealed values', async () => {
  const [one, other] = [await doubleOf(), await doubleOf()];
  const dataDir = join(folder, 'data');
  const start = async (double: EventStoreDouble): Promise<string> => {
    const env = { KEYLEDGER_DATA_DIR: dataDir, KEYLEDGER_EVENT_STORE: 'eventstoredb', EVENTSTORE_URL: double.url() };
    try {
      const adapters = await chooseAdapters(
        loadConfig({ ...env, KEYLEDGER_ROOT_KEY: Buffer.alloc(32, 1).toString('base64') }),
      );
      // As a server does once the log has named its store.
      await adapters.materialBinding.bind();
      await adapters.close();
      return 'it opened';
    } catch (error) {
      return whyNot(error);
    }
  };
  expect(await start(one)).toBe('it opened');
  expect(await start(one)).toBe('it opened');
  expect(await start(other)).toMatch(/^material\.db holds the sealed values of another log; /);
  rmSync(join(dataDir, 'material.db'));
  expect(await start(other)).toMatch(/^reads\.db was filled from another log; /);
  rmSync(join(dataDir, 'reads.db'));
  expect(await start(other)).toBe('it opened');
});
