import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { reachable } from './private-addresses';
import { signedWebhooks } from './signed-webhooks';

const got: string[] = [];
const server = createServer((request, response) => {
  got.push(request.url ?? '');
  request.resume();
  response.writeHead(200).end();
});
let port: number;
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());
beforeEach(() => got.splice(0));

const message = (url: string) => ({ url, secret: 'a secret that nobody guesses', id: 'i', at: Date.now(), body: '{}' });
/** Names that lead where a list says, one place each time they are asked for. */
const named = (...places: readonly (readonly string[])[]) => {
  let asked = 0;
  return (_: string, done: (error: null, found: { address: string; family: number }[]) => void) =>
    done(
      null,
      (places[Math.min(asked++, places.length - 1)] ?? []).map((address) => ({ address, family: 4 })),
    );
};

test.each([
  'http://127.0.0.1',
  'https://127.0.0.1',
  'https://127.1',
  'https://2130706433',
  'https://0x7f.0.0.1',
  'https://[::1]',
  'https://[::ffff:127.0.0.1]',
  'https://[::ffff:7f00:1]',
  'https://[64:ff9b::7f00:1]',
  'https://[2002:7f00:1::]',
  'https://[fe80::1]',
  'https://[fd00::1]',
  'https://10.0.0.1',
  'https://172.16.0.1',
  'https://192.168.1.1',
  'https://169.254.169.254',
  'https://100.64.0.1',
  'https://0.0.0.0',
  'https://224.0.0.1',
  'https://255.255.255.255',
])('%s is not spoken to', async (url) => {
  expect(await signedWebhooks([]).post(message(`${url}:${port}/x`))).toEqual({
    delivered: false,
    code: 'ADDRESS_REFUSED',
  });
  expect(got).toEqual([]);
});

test.each(['http', 'https'])('a name that leads to a private address is not spoken to: %s', async (scheme) => {
  const webhooks = signedWebhooks([], named(['127.0.0.1']));
  expect(await webhooks.post(message(`${scheme}://hooks.example.com:${port}/x`))).toEqual({
    delivered: false,
    code: 'ADDRESS_REFUSED',
  });
  expect(await signedWebhooks([]).post(message(`${scheme}://localhost:${port}/x`))).toMatchObject({
    code: 'ADDRESS_REFUSED',
  });
  expect(got).toEqual([]);
});

test('a name is asked for once a connection, and what was judged is what is connected to', async () => {
  const changing = named(['127.0.0.1'], ['10.0.0.1']);
  let asked = 0;
  const counting: typeof changing = (host, done) => {
    asked += 1;
    changing(host, done);
  };
  const webhooks = signedWebhooks(['127.0.0.1'], counting);
  const url = `http://hooks.example.com:${port}/first`;
  expect(await webhooks.post(message(url))).toEqual({ delivered: true, status: 200 });
  expect(asked).toBe(1);
  expect(await webhooks.post(message(url))).toEqual({ delivered: false, code: 'ADDRESS_REFUSED' });
  expect([asked, got]).toEqual([2, ['/first']]);
});

test('of several addresses of a name only those that may be reached are', async () => {
  const webhooks = signedWebhooks(['127.0.0.1'], named(['10.0.0.1', '127.0.0.1']));
  expect(await webhooks.post(message(`http://hooks.example.com:${port}/x`))).toEqual({ delivered: true, status: 200 });
});

test('what is not encrypted goes to named addresses alone', async () => {
  const webhooks = signedWebhooks([], named(['93.184.216.34']));
  expect(await webhooks.post(message('http://hooks.example.com/x'))).toMatchObject({ code: 'ADDRESS_REFUSED' });
});

test('who does not answer is told by a code, not by an error', async () => {
  const webhooks = signedWebhooks(['127.0.0.1']);
  expect(await webhooks.post(message('http://127.0.0.1:1/x'))).toEqual({ delivered: false, code: 'ECONNREFUSED' });
  expect(await webhooks.post(message(`https://127.0.0.1:${port}/x`))).toMatchObject({ delivered: false });
});

test('ranges that are named may be reached, in any spelling of an address', () => {
  const within = reachable(['10.0.0.0/8', 'fd00::/8']);
  expect(['10.1.2.3', '::ffff:10.1.2.3', 'fd00::1'].map((address) => within.may(address))).toEqual([true, true, true]);
  expect(['11.1.2.3', '2606:4700::1111'].map((address) => within.may(address))).toEqual([true, true]);
  expect(['192.168.0.1', 'fe80::1', 'nobody'].map((address) => within.may(address))).toEqual([false, false, false]);
  expect([within.isNamed('10.1.2.3'), within.isNamed('11.1.2.3')]).toEqual([true, false]);
});

const SPELLED =
  'fe80::1%lo fd00::1%eth0 ::ffff:7f00:1 0:0:0:0:0:ffff:a00:1 ::ffff:0:127.0.0.1 ::7f00:1 64:ff9b::a00:1 2002:7f00:1:: 3fff::1 5f00::1 100:0:0:1::1 0.0.0.0 0177.0.0.1 127.1';
test.each(SPELLED.split(' '))('%s is no public address, however it is written', (address) => {
  expect(reachable([]).may(address)).toBe(false);
});

const HOSTS = '2130706433 0x7f.1 0177.0.0.1 127.1 [::ffff:7f00:1] [::ffff:0:7f00:1] １２７.0.0.1 127.0.0.1.';
test.each(HOSTS.split(' '))('https://%s is not spoken to', async (host) => {
  expect(await signedWebhooks([]).post(message(`https://${host}:${port}/x`))).toMatchObject({
    code: 'ADDRESS_REFUSED',
  });
  expect(got).toEqual([]);
});
