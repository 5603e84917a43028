/**
 * Exit code 0 when the server that these variables configure is ready, else 1: for a container's health check. It asks where
 * the server listens. Over TLS the certificate is not judged: it names the host that clients use, not this one.
 */
import { get as getPlain } from 'node:http';
import { get as getTls } from 'node:https';

const setting = (name) => process.env[name]?.trim() || undefined;

const ANYWHERE = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['::', '::1'],
]);

const named = setting('KEYLEDGER_HOST') ?? '127.0.0.1';
const overTls = setting('KEYLEDGER_TLS_CERT') !== undefined;
const options = {
  host: ANYWHERE.get(named) ?? named,
  port: Number(setting('KEYLEDGER_PORT') ?? 8080),
  path: '/health/ready',
  timeout: 4_000,
  ...(overTls ? { rejectUnauthorized: false } : {}),
};

const unhealthy = (why) => {
  console.error(why);
  process.exit(1);
};

(overTls ? getTls : getPlain)(options, (response) => {
  if (response.statusCode !== 200) unhealthy(`/health/ready answered ${response.statusCode}`);
  process.exit(0);
})
  .on('timeout', () => unhealthy('no answer within 4 s'))
  .on('error', (error) => unhealthy(error.message));
