import { BadConfiguration } from './bad-configuration';
import type { Environment } from './environment';
import { variablesOf } from './variables-of';

const linesFor = (env: Environment, names?: readonly string[]): readonly string[] => {
  try {
    variablesOf(env, names);
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(BadConfiguration);
    return (error as Error).message.split('\n');
  }
};

test('each value that can not be used has a line, in the order of the class', () => {
  expect(
    linesFor({
      KEYLEDGER_POLL_S: '99',
      KEYLEDGER_PORT: 'http',
      KEYLEDGER_TRUSTED_PROXIES: '10.0.0.1, fe80::1%eth0',
      KEYLEDGER_LOG_LEVEL: 'loud',
    }),
  ).toEqual([
    'KEYLEDGER_PORT is "http"; give a whole number from 0 to 65535, or unset it for 8080.',
    'KEYLEDGER_TRUSTED_PROXIES holds "fe80::1%eth0"; give IP addresses or CIDR ranges such as 10.0.0.0/8, separated by commas.',
    'KEYLEDGER_LOG_LEVEL is "loud"; set it to one of trace, debug, info, warn, error, fatal, silent, or unset it for info.',
    'KEYLEDGER_POLL_S is "99"; give a whole number from 1 to 50, or unset it for 50.',
  ]);
});

test('what is not set has its default, and is known not to be set', () => {
  const variables = variablesOf({ KEYLEDGER_JWKS_STALE_S: '86400', KEYLEDGER_PORT: ' ' });
  expect(variables).toMatchObject({ KEYLEDGER_PORT: 8080, KEYLEDGER_JWKS_STALE_S: 86_400, KEYLEDGER_CORS_ORIGINS: [] });
  expect([...variables.given]).toEqual(['KEYLEDGER_JWKS_STALE_S']);
  expect(variables.KEYLEDGER_TLS_CERT).toBeUndefined();
});

test.each(['$value', '$property $target $constraint1', '$&'])('%s in a value is that and nothing else', (text) => {
  const told = linesFor({ KEYLEDGER_HOST: `${text}\nx`, KEYLEDGER_OWNER_EMAIL: text });
  expect(told).toHaveLength(2);
  const shown = told.map((line) => JSON.parse(/"(?:[^"\\]|\\.)*"/.exec(line)?.[0] ?? '""') as string);
  expect(shown).toEqual([`${text}\nx`, text]);
});

test.each([
  { MONGODB_URL: 'x', KEYLEDGER_READ_STORE: 'mongodb' },
  { EVENTSTORE_URL: 'x:hunter2@h', KEYLEDGER_EVENT_STORE: 'eventstoredb' },
  { KEYLEDGER_SMTP_URL: 'smtp:hunter2' },
  { OTEL_EXPORTER_OTLP_ENDPOINT: 'hunter2:4318' },
  { KEYLEDGER_ROOT_KEY: 'hunter2' },
  { KEYLEDGER_SECOND_ROOT_KEY: 'hunter2' },
])('%j is refused, and what may hold a secret is not shown', (env) => {
  expect(linesFor(env)).toEqual([expect.not.stringContaining('hunter2')]);
});

test.each([
  { MONGODB_URL: 'x' },
  { EVENTSTORE_URL: 'x' },
  { KEYLEDGER_MAIL_FROM: 'x' },
  { KEYLEDGER_TRANSIT_ADDRESS: 'x' },
  { KEYLEDGER_JWT_ISSUER: 'x', KEYLEDGER_JWT_ISSUERS_FILE: '/i' },
])('%j is read by nobody, and so not judged', (env) => {
  expect(linesFor(env)).toEqual([]);
});

test('a program that does not read a variable does not stop at it', () => {
  expect(linesFor({ KEYLEDGER_PORT: 'x' }, ['KEYLEDGER_URL'])).toEqual([]);
});
