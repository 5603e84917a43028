import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { isIP } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { selfSigned } from '../support/self-signed';
import { until } from '../support/until';
import { whereInstalled } from '../support/where-installed';
import { freePort } from '../support/free-port';

/** The configurations in deploy/proxies, as they stand there but for ports, the name and where the certificate lies. */
const PROXIES = join(__dirname, '../../deploy/proxies');
const folder = mkdtempSync(join(tmpdir(), 'keyledger-proxies-'));
const { cert, key } = selfSigned();
for (const [name, text] of Object.entries({ 'tls.crt': cert, 'tls.key': key, 'tls.pem': cert + key })) {
  writeFileSync(join(folder, name), text);
}

let application: RunningApplication;
beforeAll(async () => {
  application = await runningApplication({
    env: { KEYLEDGER_BEHIND_TLS_PROXY: '1', KEYLEDGER_TRUSTED_PROXIES: '127.0.0.1' },
  });
});
afterAll(async () => {
  await application.end();
  rmSync(folder, { recursive: true });
});

/** Not every machine has it, and a proxy that is to listen there would not start. */
const HAS_IPV6 = Object.values(networkInterfaces())
  .flat()
  .some((each) => each?.address === '::1');
const alsoAt = (there: string): string => (HAS_IPV6 ? there : '');

const configured = async (file: string): Promise<{ readonly path: string; readonly port: number }> => {
  const port = await freePort();
  const text = readFileSync(join(PROXIES, file), 'utf8')
    .replaceAll('https://keyledger.example.com:8443', `https://127.0.0.1:${port}${alsoAt(`, https://[::1]:${port}`)}`)
    .replace(/^( *(?:listen|bind) )127\.0\.0\.1:8443(.*)$/m, `$1127.0.0.1:${port}$2${alsoAt(`\n$1[::1]:${port}$2`)}`)
    .replace(/^(\tbind 127\.0\.0\.1)$/m, `$1${alsoAt(' ::1')}`)
    .replaceAll('127.0.0.1:8080', new URL(application.url).host)
    .replaceAll('/etc/keyledger/', `${folder}/`);
  const path = join(folder, file);
  writeFileSync(path, text);
  return { path, port };
};

interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** How long the first bytes of the body took, ms. */
  readonly firstMs: number;
}

/** From another address of this machine than the proxy's, so that the two can be told apart. */
const CALLER = '127.0.0.2';

const ask = (port: number, path: string, token = '', { hangUp = false, from = CALLER } = {}): Promise<Asked> =>
  new Promise((resolve, reject) => {
    const began = performance.now();
    const isV6 = isIP(from) === 6;
    const host = isV6 ? '::1' : '127.0.0.1';
    // The certificate is for the other address.
    const checked = isV6 ? { rejectUnauthorized: false } : {};
    const headers = {
      host: `127.0.0.1:${port}`,
      'x-forwarded-for': '203.0.113.66',
      ...(token && { authorization: `Bearer ${token}` }),
    };
    const sent = request(
      { host, port, path, ca: cert, localAddress: from, headers, agent: false, ...checked },
      (answer) => {
        let text = '';
        let firstMs = 0;
        const end = () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, firstMs });
        answer.on('data', (chunk: Buffer) => {
          firstMs ||= performance.now() - began;
          text += chunk.toString();
          if (hangUp) {
            end();
            sent.destroy();
          }
        });
        answer.on('end', end);
      },
    );
    sent.on('error', reject);
    sent.end();
  });

const started = async (program: string, args: readonly string[], port: number): Promise<ChildProcess> => {
  const env = { PATH: process.env['PATH'], HOME: folder, XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder };
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  let said = '';
  [child.stdout, child.stderr].forEach((stream) => stream.on('data', (chunk: Buffer) => (said += chunk.toString())));
  const answers = () =>
    ask(port, '/health/live').then(
      ({ status }) => status === 200,
      () => false,
    );
  await until(`${program} to answer`, answers, 20_000).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw new Error(`${String(error)}: ${said}`);
  });
  return child;
};

const nginxAround = (path: string): string => {
  const around = join(folder, 'nginx-around.conf');
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((of) => `${of}_temp_path ${folder}/${of};`);
  writeFileSync(
    around,
    `daemon off; pid ${folder}/nginx.pid; error_log stderr; events {}\nhttp { access_log off; ${places.join(' ')} include ${path}; }\n`,
  );
  return around;
};

describe.each([
  ['nginx', 'nginx-light', 'nginx.conf', (path: string) => ['-e', 'stderr', '-c', nginxAround(path)]],
  ['haproxy', 'haproxy', 'haproxy.cfg', (path: string) => ['-f', path]],
  ['caddy', 'caddy', 'Caddyfile', (path: string) => ['run', '--adapter', 'caddyfile', '--config', path]],
] as const)('behind %s', (program, debianPackage, file, argumentsFor) => {
  whereInstalled(program, debianPackage)('as deploy/proxies configures it', () => {
    let proxy: ChildProcess;
    let port: number;
    beforeAll(async () => {
      const written = await configured(file);
      port = written.port;
      proxy = await started(program, argumentsFor(written.path), port);
    });
    afterAll(async () => {
      // What it still waits for is of no interest.
      const last = setTimeout(() => proxy.kill('SIGKILL'), 5000);
      proxy.kill('SIGTERM');
      if (proxy.exitCode === null) await once(proxy, 'exit');
      clearTimeout(last);
    });

    test.each([CALLER, ...(HAS_IPV6 ? ['::1'] : [])])(
      'the audit tells %s as the address of who asked, not the proxy, nor what the caller wrote',
      async (from) => {
        const { token } = await application.as(`${program}@example.com`);
        expect((await ask(port, '/api/v1/me', token, { from })).status).toBe(200);
        const line = application.logged.findLast((each) => each.includes('"route":"/api/v1/me"')) ?? '';
        expect(JSON.parse(line)).toMatchObject({ ip: from, status: 200 });
      },
    );

    test('an export comes whole, and events come as they happen', async () => {
      const { token } = await application.as('owner@example.com');
      const direct = await fetch(`${application.url}/api/v1/audit/export?format=csv`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(direct.headers.get('x-accel-buffering')).toBe('no');
      await direct.text();
      const exported = await ask(port, '/api/v1/audit/export?format=csv&order=asc', token);
      expect([exported.status, exported.text.endsWith('\r\n')]).toEqual([200, true]);
      const events = await ask(port, '/api/v1/notifications/stream', token, { hangUp: true });
      expect([events.status, events.text]).toEqual([200, expect.stringContaining('still here')]);
    });
  });
});
