import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningApplication } from '../support/application/running-application';
import { selfSigned } from '../support/self-signed';
import { until } from '../support/until';

const CHECK = join(__dirname, '../../scripts/healthy.mjs');

/** The health check of the container, with these variables and no other. */
const check = async (env: Readonly<Record<string, string>>): Promise<number> => {
  const child = spawn(process.execPath, [CHECK], { env, stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number];
  return code;
};

test.each(['', '0.0.0.0', 'localhost'])('it follows port and TLS; the host is %p', async (host) => {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-healthy-'));
  const { cert, key } = selfSigned();
  writeFileSync(join(folder, 'cert.pem'), cert);
  writeFileSync(join(folder, 'key.pem'), key);
  const tls = { KEYLEDGER_TLS_CERT: join(folder, 'cert.pem'), KEYLEDGER_TLS_KEY: join(folder, 'key.pem') };
  const application = await runningApplication({ env: { ...tls, KEYLEDGER_HOST: host } });
  const { port } = new URL(application.url);
  await until('readiness', async () => (await check({ ...tls, KEYLEDGER_HOST: host, KEYLEDGER_PORT: port })) === 0);
  expect(await check({ KEYLEDGER_HOST: host, KEYLEDGER_PORT: port })).toBe(1);
  await application.end();
  expect(await check({ ...tls, KEYLEDGER_HOST: host, KEYLEDGER_PORT: port })).toBe(1);
  rmSync(folder, { recursive: true });
});

test('who does not answer is not healthy', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  expect(await check({ KEYLEDGER_PORT: String(port) })).toBe(1);
  silent.close();
});
