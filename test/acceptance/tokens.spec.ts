import { createHmac, generateKeyPairSync } from 'node:crypto';
import { loadConfig } from '../../src/config/load-config';
import { readRootKey } from '../../src/config/read-root-key';
import { localIssuerKey } from '../../wire/local-issuer-key';
import { signLocalToken } from '../../wire/local-token';
import { describedRoutes, filled, type Route } from '../support/edge/described-routes';
import { client } from '../support/application/client';
import { runningApplication, type RunningApplication } from '../support/application/running-application';

/** No route that needs a token takes one that is not good, and none of the tries leaves a fact. */
let application: RunningApplication;
let closed: readonly Route[];
let before: string;
beforeAll(async () => {
  application = await runningApplication();
  const owner = await application.as('owner@example.com');
  const { routes } = describedRoutes(await owner.ok('GET', '/openapi.json'));
  closed = routes.filter(({ security }) => security === undefined);
  before = await application.adapters.eventStore.head();
});
afterAll(() => application.end());

const rootKey = () => readRootKey(loadConfig({ KEYLEDGER_DATA_DIR: application.dataDir }).rootKey);
const base64 = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const claims = () => ({
  iss: 'keyledger',
  aud: 'keyledger',
  sub: 'owner@example.com',
  email: 'owner@example.com',
  exp: Math.floor(Date.now() / 1000) + 600,
});
const signed = (change: object = {}) =>
  signLocalToken({
    ...localIssuerKey(rootKey()),
    email: 'owner@example.com',
    support: false,
    now: Date.now(),
    ...change,
  });
const stretched = async () => {
  const [head, , proof] = (await signed()).split('.');
  return `${head}.${base64({ ...claims(), exp: 4_000_000_000 })}.${proof}`;
};
const byPublicKey = () => {
  const key = localIssuerKey(rootKey()).publicKey.export({ type: 'spki', format: 'pem' });
  const text = `${base64({ alg: 'HS256' })}.${base64(claims())}`;
  return `${text}.${createHmac('sha256', key).update(text).digest('base64url')}`;
};

test.each<[string, () => Promise<string> | string]>([
  ['a token that has expired', () => signed({ now: Date.now() - 2 * 3_600_000 })],
  [
    'a token of another key',
    () => signed({ privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }),
  ],
  ['a token that was stretched', stretched],
  ['a token without a signature', () => `${base64({ alg: 'none' })}.${base64(claims())}.`],
  ['a token signed with the public key', byPublicKey],
  ['a token that is none', () => 'nonsense'],
  ['a token that is empty', () => ''],
])('%s opens nothing', async (_, make) => {
  const nobody = client(application.url, 'nobody', await make());
  for (const { method, path } of closed) {
    const answer = await nobody.send(method, filled(path));
    expect([method, path, answer.status, answer.body.code]).toEqual([method, path, 401, 'UNAUTHENTICATED']);
  }
});

test('every route but the document needs a token, and none of the tries is a fact', async () => {
  expect(closed.length).toBeGreaterThan(50);
  expect(await application.adapters.eventStore.head()).toBe(before);
});
