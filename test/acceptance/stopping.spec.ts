import { request as ask, type ClientRequest, type IncomingMessage } from 'node:http';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';

/** What callers see of a server that is told to stop. */
let application: RunningApplication;
beforeAll(async () => {
  application = await runningApplication();
});

/** A request of which the end of the body is still to come. */
const begun = async (path: string, body: string): Promise<{ finish: () => Promise<number | undefined> }> => {
  const token = (await application.as('owner@example.com')).token;
  const sending: ClientRequest = ask(`${application.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    },
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) =>
    sending.on('response', resolve).on('error', reject),
  );
  await new Promise((resolve) => sending.write(body.slice(0, 5), resolve));
  return {
    finish: async () => {
      sending.end(body.slice(5));
      return (await answered).statusCode;
    },
  };
};

test('readiness turns red and what comes anew is told to try elsewhere, while a request under way gets its answer', async () => {
  await (await application.as('owner@example.com')).ok('GET', '/me');
  const under = await begun('/organizations', JSON.stringify({ name: 'Made while stopping' }));
  await until('the request to be under way', async () => (await fetch(`${application.url}/health/live`)).ok);
  const closed = application.close();
  await until('readiness to turn red', async () => (await fetch(`${application.url}/health/ready`)).status === 503);
  const late = await fetch(`${application.url}/api/v1/me`);
  expect([late.status, late.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await under.finish()).toBe(201);
  await closed;
  await expect(fetch(`${application.url}/health/live`)).rejects.toThrow('fetch failed');
});
