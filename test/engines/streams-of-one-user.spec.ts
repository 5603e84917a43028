import type { Client } from '../support/application/client';
import { enginesFor } from '../support/application/engines';
import { runningApplication, type RunningApplication } from '../support/application/running-application';
import { until } from '../support/until';

/** Event streams of one user over two servers: four in all, wherever they are open. */
let one: RunningApplication;
let other: RunningApplication;
beforeAll(async () => {
  one = await runningApplication();
  other = await runningApplication({ env: enginesFor(one.dataDir) });
}, 90_000);
afterAll(async () => {
  await other.end();
  await one.end();
});

/** A stream that was begun, or the code it was refused with. */
const listen = async (at: RunningApplication, who: Client) => {
  const stop = new AbortController();
  const response = await fetch(`${at.url}/api/v1/notifications/stream`, {
    headers: { authorization: `Bearer ${who.token}` },
    signal: stop.signal,
  });
  const { code } = response.ok ? { code: undefined } : ((await response.json()) as { code: string });
  // Held on to: fetch hangs up where nobody can read an answer any more.
  return { status: response.status, code, response, close: () => stop.abort() };
};

it('a fifth is refused by either server, until one of the four is closed, on whichever', async () => {
  const who = await one.as('owner@example.com');
  await who.ok('GET', '/me');
  const open = await Promise.all([one, one, one, other].map((at) => listen(at, who)));
  expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  for (const at of [one, other]) {
    expect(await listen(at, who)).toMatchObject({ status: 429, code: 'TOO_MANY_REQUESTS' });
  }
  open[0]?.close();
  await until('room at the other server', async () => {
    const next = await listen(other, who);
    if (next.status === 200) open.push(next);
    return next.status === 200;
  });
  expect((await listen(one, who)).status).toBe(429);
  open.forEach(({ close }) => close());
}, 60_000);
