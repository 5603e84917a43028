import { resolve } from 'node:path';
import { BadConfiguration } from './bad-configuration';
import type { Environment } from './environment';
import { loadConfig } from './load-config';

const KEY = Buffer.alloc(32, 7).toString('base64');
const MONGO = 'mongodb://me:s%40cret@db-1:27017,db-2:27018/keyledger?replicaSet=rs0';
const EVENTS = { KEYLEDGER_EVENT_STORE: 'eventstoredb', EVENTSTORE_URL: 'esdb://localhost:2113?tls=false' };

const refusal = (env: Environment): string => {
  try {
    loadConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(BadConfiguration);
    return (error as Error).message;
  }
  throw new Error('accepted');
};

test('an empty environment gives the defaults of the manual', () => {
  expect(loadConfig({ PATH: '/bin', KEYLEDGER_PORT: '' })).toEqual({
    listen: {
      host: '127.0.0.1',
      port: 8080,
      behindTlsProxy: false,
      trustedProxies: [],
      corsOrigins: [],
      requestTimeoutMs: 30_000,
      keepAliveMs: 75_000,
      pollMs: 50_000,
    },
    dataDir: resolve('data'),
    stores: { events: 'embedded', reads: 'embedded', material: 'embedded' },
    fillsReadModels: true,
    rootKey: { from: 'data-folder', path: resolve('data/root.key') },
    evidenceKey: { from: 'data-folder', path: resolve('data/evidence.key'), mark: resolve('data/evidence.mark') },
    ownerEmail: 'owner@example.com',
    externalIssuers: [],
    namesOwner: false,
    notifications: { webhookAllowedAddresses: [] },
    sinks: {},
    logLevel: 'info',
    warnings: [expect.stringContaining('The root key lies beside the data')],
  });
});

test('the key that signs checkpoints is a file of its own, made in the data folder, or follows from the root key', () => {
  const keyOf = (env: Environment) => loadConfig({ KEYLEDGER_DATA_DIR: '/d', ...env }).evidenceKey;
  expect(keyOf({ KEYLEDGER_EVIDENCE_KEY_FILE: '/k/key' })).toEqual({
    from: 'file',
    path: '/k/key',
    mark: '/k/key.mark',
  });
  const outside = {
    KEYLEDGER_EVENT_STORE: 'eventstoredb',
    EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false',
    KEYLEDGER_ROOT_KEY: Buffer.alloc(32, 1).toString('base64'),
  };
  expect(keyOf(outside)).toEqual({ from: 'own-key', mark: '/d/evidence.mark' });
});

test('the object is frozen through and through', () => {
  const config = loadConfig({ KEYLEDGER_TRUSTED_PROXIES: '10.0.0.1' });
  expect(() => Object.assign(config, { dataDir: '/' })).toThrow(TypeError);
  expect(() => Object.assign(config.listen, { port: 1 })).toThrow(TypeError);
  expect(() => (config.listen.trustedProxies as string[]).push('0.0.0.0/0')).toThrow(TypeError);
});

test.each<[Environment, object]>([
  [{ KEYLEDGER_PORT: ' 0 ' }, { listen: { port: 0 } }],
  [{ KEYLEDGER_HOST: 'localhost' }, { listen: { host: 'localhost' } }],
  [{ KEYLEDGER_HOST: '127.9.9.9' }, { listen: { host: '127.9.9.9' } }],
  [{ KEYLEDGER_HOST: '::1' }, { listen: { host: '::1' } }],
  [{ KEYLEDGER_HOST: '0.0.0.0', KEYLEDGER_BEHIND_TLS_PROXY: '1' }, { listen: { behindTlsProxy: true } }],
  [{ KEYLEDGER_TRUSTED_PROXIES: '10.0.0.0/8, ::1,' }, { listen: { trustedProxies: ['10.0.0.0/8', '::1'] } }],
  [
    { KEYLEDGER_CORS_ORIGINS: 'https://a.example,http://localhost:3000' },
    { listen: { corsOrigins: ['https://a.example', 'http://localhost:3000'] } },
  ],
  [{ KEYLEDGER_KEEP_ALIVE_S: '5', KEYLEDGER_POLL_S: '20' }, { listen: { keepAliveMs: 5000, pollMs: 20_000 } }],
  [{ KEYLEDGER_BACKUP_CRON: '15 3 * * *' }, { backups: { cron: '15 3 * * *', keep: 7 } }],
  [
    { KEYLEDGER_BACKUP_CRON: '*/15 0-6,20 1 1-12/2 7', KEYLEDGER_BACKUP_KEEP: '3' },
    { backups: { cron: '*/15 0-6,20 1 1-12/2 7', keep: 3 } },
  ],
  [{ KEYLEDGER_LOG_LEVEL: 'debug' }, { logLevel: 'debug' }],
  [{ KEYLEDGER_REQUEST_TIMEOUT_MS: '500' }, { listen: { requestTimeoutMs: 500 } }],
  [{ KEYLEDGER_READ_STORE: 'embedded', MONGODB_URL: 'nonsense' }, { stores: { material: 'embedded' } }],
  [
    { KEYLEDGER_READ_STORE: 'mongodb', MONGODB_URL: MONGO, KEYLEDGER_ROOT_KEY: KEY },
    { stores: { events: 'embedded', reads: 'mongodb', material: 'mongodb', mongodbUrl: MONGO } },
  ],
  [
    {
      KEYLEDGER_READ_STORE: 'mongodb',
      KEYLEDGER_MATERIAL_STORE: 'embedded',
      MONGODB_URL: MONGO,
      KEYLEDGER_ROOT_KEY: KEY,
    },
    { stores: { reads: 'mongodb', material: 'embedded' } },
  ],
  [
    {
      ...EVENTS,
      EVENTSTORE_URL: 'esdb+discover://ann:pass@h:1,i?tls=false&keepAliveInterval=9',
      KEYLEDGER_ROOT_KEY: KEY,
    },
    {
      stores: {
        events: 'eventstoredb',
        reads: 'embedded',
        eventStore: {
          tls: false,
          hosts: [
            { address: 'h', port: 1 },
            { address: 'i', port: 2113 },
          ],
        },
      },
    },
  ],
  [{ KEYLEDGER_ROOT_KEY: `${KEY}\n` }, { rootKey: { from: 'environment', key: Buffer.alloc(32, 7) }, warnings: [] }],
  [{ KEYLEDGER_ROOT_KEY_FILE: '/etc/k' }, { rootKey: { from: 'file', path: '/etc/k' }, warnings: [] }],
  [
    { KEYLEDGER_DATA_DIR: '/srv/k', KEYLEDGER_ROOT_KEY_FILE: '/srv/k/sub/key' },
    { warnings: [expect.stringContaining('/srv/k')] },
  ],
  [{ KEYLEDGER_OWNER_EMAIL: 'Ann@Example.com' }, { ownerEmail: 'Ann@Example.com' }],
])('%j is accepted', (env, part) => {
  expect(loadConfig(env)).toMatchObject(part);
});

test.each<[Environment, RegExp]>([
  [{ KEYLEDGER_PORT: '80a' }, /^KEYLEDGER_PORT is "80a"; give a whole number from 0 to 65535/],
  ...[
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '5-1 * * * *',
    '@daily',
    '*/0 * * * *',
    'a b c d e',
  ].map((cron): [Environment, RegExp] => [
    { KEYLEDGER_BACKUP_CRON: cron },
    /^KEYLEDGER_BACKUP_CRON is ".*"; give five fields/,
  ]),
  [
    { KEYLEDGER_BACKUP_CRON: '0 0 * * *', KEYLEDGER_BACKUP_KEEP: '0' },
    /^KEYLEDGER_BACKUP_KEEP is "0"; give a whole number/,
  ],
  [
    {
      KEYLEDGER_BACKUP_CRON: '0 0 * * *',
      KEYLEDGER_READ_STORE: 'mongodb',
      MONGODB_URL: MONGO,
      KEYLEDGER_ROOT_KEY: KEY,
    },
    /^KEYLEDGER_BACKUP_CRON is set, but not all stores are embedded/,
  ],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }, /^OTEL_EXPORTER_OTLP_ENDPOINT is no such address/],
  [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://ann:secret@collector:4318' },
    /^OTEL_EXPORTER_OTLP_ENDPOINT .+ without a user/,
  ],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318/?token=secret' }, /^OTEL_EXPORTER_OTLP_ENDPOINT .+ a query/],
  [{ KEYLEDGER_LOG_LEVEL: 'loud' }, /^KEYLEDGER_LOG_LEVEL is "loud"/],
  [{ KEYLEDGER_POLL_S: '51' }, /^KEYLEDGER_POLL_S is "51"/],
  [{ KEYLEDGER_PORT: '65536' }, /0 to 65535/],
  [{ KEYLEDGER_PORT: '-1' }, /0 to 65535/],
  [{ KEYLEDGER_PORT: '8080.5' }, /0 to 65535/],
  [{ KEYLEDGER_HOST: '[::1]' }, /without brackets/],
  [{ KEYLEDGER_HOST: '127.0.0.256' }, /KEYLEDGER_HOST/],
  [{ KEYLEDGER_HOST: 'a b' }, /KEYLEDGER_HOST/],
  [{ KEYLEDGER_HOST: '0.0.0.0' }, /without TLS; set KEYLEDGER_TLS_CERT/],
  [{ KEYLEDGER_HOST: '::' }, /without TLS/],
  [{ KEYLEDGER_HOST: 'vault.example.com' }, /without TLS/],
  [{ KEYLEDGER_HOST: '0.0.0.0', KEYLEDGER_BEHIND_TLS_PROXY: '0' }, /without TLS/],
  [{ KEYLEDGER_BEHIND_TLS_PROXY: 'true' }, /set it to 1/],
  [{ KEYLEDGER_TLS_CERT: '/c' }, /without KEYLEDGER_TLS_KEY/],
  [{ KEYLEDGER_TLS_KEY: '/k' }, /without KEYLEDGER_TLS_CERT/],
  [{ KEYLEDGER_TLS_CERT: '/no/such', KEYLEDGER_TLS_KEY: '/k' }, /KEYLEDGER_TLS_CERT names "\/no\/such".*ENOENT/],
  [{ KEYLEDGER_TRUSTED_PROXIES: '10.0.0.0/33' }, /KEYLEDGER_TRUSTED_PROXIES holds "10.0.0.0\/33"/],
  [{ KEYLEDGER_TRUSTED_PROXIES: 'proxy.example' }, /IP addresses or CIDR/],
  [{ KEYLEDGER_TRUSTED_PROXIES: '::1/129' }, /IP addresses or CIDR/],
  [{ KEYLEDGER_CORS_ORIGINS: '*' }, /KEYLEDGER_CORS_ORIGINS holds "\*"/],
  [{ KEYLEDGER_CORS_ORIGINS: 'https://a.example/' }, /no path/],
  [{ KEYLEDGER_CORS_ORIGINS: 'null' }, /give origins/],
  [{ KEYLEDGER_REQUEST_TIMEOUT_MS: '30s' }, /100 to 3600000/],
  [{ KEYLEDGER_EVENT_STORE: 'eventstoredb' }, /^EVENTSTORE_URL is not set/],
  [{ KEYLEDGER_EVENT_STORE: 'Embedded' }, /^KEYLEDGER_EVENT_STORE is "Embedded"; set it to embedded or eventstoredb/],
  [{ ...EVENTS, EVENTSTORE_URL: 'localhost:2113' }, /^EVENTSTORE_URL is no connection string/],
  [{ ...EVENTS, EVENTSTORE_URL: 'esdb://h:0' }, /^EVENTSTORE_URL names a host that is none/],
  [{ ...EVENTS, EVENTSTORE_URL: 'esdb://[::1]:2113' }, /^EVENTSTORE_URL names .+ IPv6 .+ by name/],
  [{ ...EVENTS, EVENTSTORE_URL: 'esdb://h?tls=maybe' }, /^EVENTSTORE_URL has a value for tls/],
  [{ ...EVENTS, EVENTSTORE_URL: 'esdb://h?tlsVerifyCert=false' }, /^EVENTSTORE_URL has a value for tlsVerifyCert/],
  [{ ...EVENTS, EVENTSTORE_URL: 'esdb://h?nodePreference=follower' }, /^EVENTSTORE_URL has a value for nodePreference/],
  [{ ...EVENTS, EVENTSTORE_URL: 'esdb://h?defaultDeadline=5' }, /^EVENTSTORE_URL has a value for defaultDeadline/],
  [{ ...EVENTS, EVENTSTORE_URL: 'esdb://h?colour=red' }, /^EVENTSTORE_URL has an option "colour"/],
  [{ ...EVENTS, EVENTSTORE_URL: 'esdb://h?userCertFile=/no/such' }, /"\/no\/such".*ENOENT/],
  [{ ...EVENTS, EVENTSTORE_URL: 'esdb://h?tlsCAFile=/no/such' }, /^EVENTSTORE_URL names "\/no\/such".*ENOENT/],
  [EVENTS, /^There is no root key; set KEYLEDGER_ROOT_KEY/],
  [{ KEYLEDGER_READ_STORE: 'MongoDB' }, /^KEYLEDGER_READ_STORE is "MongoDB"; set it to embedded or mongodb/],
  [{ KEYLEDGER_READ_STORE: 'mongodb' }, /^MONGODB_URL is not set/],
  [{ KEYLEDGER_MATERIAL_STORE: 'mongodb' }, /^MONGODB_URL is not set/],
  [{ KEYLEDGER_READ_STORE: 'mongodb', MONGODB_URL: MONGO }, /^There is no root key; set KEYLEDGER_ROOT_KEY/],
  [{ KEYLEDGER_READ_STORE: 'mongodb', MONGODB_URL: 'localhost:27017' }, /^MONGODB_URL is no connection string/],
  [{ KEYLEDGER_READ_STORE: 'mongodb', MONGODB_URL: 'http://localhost/x' }, /^MONGODB_URL is no connection string/],
  [{ KEYLEDGER_READ_STORE: 'mongodb', MONGODB_URL: 'mongodb://h:1/?w=1' }, /^MONGODB_URL names no database/],
  [{ KEYLEDGER_READ_STORE: 'mongodb', MONGODB_URL: 'mongodb://h:1/a.b' }, /^MONGODB_URL names no database/],
  [{ KEYLEDGER_PROJECTIONS: 'off' }, /^KEYLEDGER_PROJECTIONS is "off"; set it to here or elsewhere/],
  [{ KEYLEDGER_PROJECTIONS: 'elsewhere' }, /^KEYLEDGER_PROJECTIONS is elsewhere, but an embedded store/],
  [{ KEYLEDGER_ROOT_KEY: KEY, KEYLEDGER_ROOT_KEY_FILE: '/k' }, /both set/],
  [{ KEYLEDGER_ROOT_KEY: Buffer.alloc(31).toString('base64') }, /exactly 32 bytes.*openssl rand/],
  [{ KEYLEDGER_ROOT_KEY: `${KEY.slice(0, 20)} ${KEY.slice(20)}` }, /exactly 32 bytes/],
  [{ KEYLEDGER_OWNER_EMAIL: 'nobody' }, /KEYLEDGER_OWNER_EMAIL/],
  [{ KEYLEDGER_OWNER_EMAIL: 'a@b, c@d' }, /one e-mail/],
])('%j is refused in one line that says what to do', (env, words) => {
  const message = refusal(env);
  expect(message).toMatch(words);
  expect(message).not.toMatch(/[\r\n]/);
});

test('a value in a message can neither break the line nor fill the screen', () => {
  const message = refusal({ KEYLEDGER_PORT: `1\n2${'x'.repeat(500)}` });
  expect(message).toContain('"1\\n2');
  expect(message.length).toBeLessThan(250);
});

test('a root key that is refused is not shown', () => {
  expect(refusal({ KEYLEDGER_ROOT_KEY: 'c2VjcmV0LXJvb3Qta2V5' })).not.toContain('c2VjcmV0');
});

test('a variable nothing reads is told with its nearest name', () => {
  expect(loadConfig({ KEYLEDGER_ROOT_KEY: KEY, KEYLEDGER_PROT: '1' }).warnings).toEqual([
    '"KEYLEDGER_PROT" is not a variable of Keyledger and has no effect; the nearest is KEYLEDGER_PORT.',
  ]);
});
