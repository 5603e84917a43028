import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import type { Json } from '../support/json';
import { selfSigned } from '../support/self-signed';
import { until } from '../support/until';
import { whereInstalled } from '../support/where-installed';
import { freePort } from '../support/free-port';

/** A real rsyslog, configured as deploy/syslog says but for ports and where its files lie, is sent every fact over TLS. */
const folder = mkdtempSync(join(tmpdir(), 'keyledger-rsyslog-'));
const path = join(folder, 'facts.log');
const MESSAGE = /^<(?:106|108|109|110)>1 \S+ \S+ keyledger \d+ \S+ \[origin software="Keyledger"\] CEF:0\|Keyledger\|/;

const reaches = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });

whereInstalled('rsyslogd', 'rsyslog rsyslog-gnutls')('rsyslog over TLS', () => {
  let application: RunningApplication;
  let owner: Client;
  let rsyslog: ChildProcess;
  let port: number;

  const start = async () => {
    rsyslog = spawn('rsyslogd', ['-n', '-f', join(folder, 'rsyslog.conf'), '-i', join(folder, 'rsyslog.pid')], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    [rsyslog.stdout, rsyslog.stderr].forEach((stream) => stream?.on('data', (chunk: Buffer) => (said += chunk)));
    await until('rsyslogd to listen', () => reaches(port)).catch((error: unknown) => {
      throw new Error(`${String(error)}: ${said}`);
    });
  };
  const kill = async () => {
    const ended = once(rsyslog, 'exit');
    rsyslog.kill('SIGKILL');
    await ended;
    rmSync(join(folder, 'rsyslog.pid'), { force: true });
  };

  beforeAll(async () => {
    const { cert, key } = selfSigned();
    for (const [name, text] of Object.entries({ 'tls.crt': cert, 'tls.key': key })) {
      writeFileSync(join(folder, name), text);
    }
    port = await freePort();
    writeFileSync(
      join(folder, 'rsyslog.conf'),
      readFileSync(join(__dirname, '../../deploy/syslog/rsyslog.conf'), 'utf8')
        .replaceAll('/etc/keyledger/', `${folder}/`)
        .replaceAll('/var/log/keyledger/', `${folder}/`)
        .replaceAll('"6514"', `"${port}"`),
    );
    await start();
    application = await runningApplication({
      env: { KEYLEDGER_SINK_SYSLOG: `tls://127.0.0.1:${port}`, KEYLEDGER_SINK_SYSLOG_CA_FILE: join(folder, 'tls.crt') },
    });
    owner = await application.as('owner@example.com');
  }, 90_000);
  afterAll(async () => {
    await application.end();
    await kill();
    rmSync(folder, { recursive: true });
  });

  const messages = (): readonly string[] =>
    existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : [];
  const ids = (): readonly string[] =>
    messages()
      .filter((message) => !message.includes('|keyledger.checkpoint.v1|'))
      .map((message) => / externalId=(\S+)/.exec(message)?.[1] ?? message);
  const exported = async (): Promise<readonly string[]> => {
    const { text } = await owner.get('/audit/export?format=jsonl&order=asc');
    return text
      .trim()
      .split('\n')
      .map((line): string => (JSON.parse(line) as Json).id);
  };
  const made = (what: string, count: number) =>
    Promise.all(Array.from({ length: count }, (_, n) => owner.ok('POST', '/organizations', { name: `${what} ${n}` })));

  test('each fact is one message as it was sent, in the order of the log, and checkpoints are among them', async () => {
    // More octets than letters, and what an end of a line would be.
    await made('Zürich 😀 | = \\ 東京', 150);
    const facts = await exported();
    await until('all of it', () => ids().length >= facts.length, 30_000);
    expect(ids().slice(0, facts.length)).toEqual(facts);
    expect(messages().filter((message) => !MESSAGE.test(message))).toEqual([]);
    expect(messages().join('\n')).toContain('Zürich 😀 | \\= \\\\ 東京 149');
    await until('a checkpoint', () => messages().some((message) => message.includes('|keyledger.checkpoint.v1|')));
  }, 60_000);

  test('killed and started again it has all that happened; what is there twice came in a batch that was sent again', async () => {
    for (let n = 0; n < 3; n += 1) {
      const before = ids().length;
      const work = made(`While it dies ${n}`, 120);
      await until('some of it', () => ids().length > before);
      await kill();
      await made(`While it is away ${n}`, 5);
      await work;
      await start();
    }
    const facts = await exported();
    await until('all of it', () => new Set(ids()).size >= facts.length, 30_000);
    expect([...new Set(ids())].slice(0, facts.length)).toEqual(facts);
    expect(messages().filter((message) => !MESSAGE.test(message))).toEqual([]);
    expect(ids().length - new Set(ids()).size).toBeLessThanOrEqual(3 * 100);
  }, 120_000);
});
