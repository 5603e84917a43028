import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { api } from './support/api';
import { median, type Figure } from './support/figures';
import { checkoutsAndCheckins } from './support/load';
import { removeData, startServer } from './support/server-process';
import { makeVault } from './support/vault';

const CONNECTIONS = 32;
const ROUNDS = 3;
const TOGGLE_EVERY_MS = 250;
const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes ...').toString('base64')}`;

/** Checkouts while notifications go to a receiver that is there, against one that is gone. */
export const deadWebhook = async (quick: boolean): Promise<readonly Figure[]> => {
  const application = await startServer(undefined, { KEYLEDGER_WEBHOOK_ALLOWED_ADDRESSES: '127.0.0.1' });
  const token = await application.token('owner@example.com');
  const call = api(application.url, token);
  const { organizationId, ids } = await makeVault(call, CONNECTIONS);
  const live = createServer((_, response) => response.writeHead(204).end()).listen(0, '127.0.0.1');
  await once(live, 'listening');
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const [there, nowhere] = [live, gone].map((server) => (server.address() as AddressInfo).port);
  gone.close();
  const sendTo = (port: number | undefined) =>
    call('PUT', `/organizations/${organizationId}/notification-channels`, {
      channels: [{ kind: 'webhook', url: `http://127.0.0.1:${port}/`, secret: SECRET }],
    });
  let toggles = 0;
  const toggle = () => {
    toggles += 1;
    const change = { enabled: toggles % 2 === 1, reason: `bench ${toggles}` };
    return call('PUT', `/organizations/${organizationId}/support-access`, change).catch(() => undefined);
  };
  const load = async (port: number | undefined): Promise<number> => {
    await sendTo(port);
    const timer = setInterval(() => void toggle(), TOGGLE_EVERY_MS);
    const { requestsPerSecond } = await checkoutsAndCheckins(application.url, token, ids, quick ? 3 : 8);
    clearInterval(timer);
    return requestsPerSecond;
  };
  await load(there);
  const [alive, dead]: [number[], number[]] = [[], []];
  for (let n = 0; n < ROUNDS; n++) {
    alive.push(await load(there));
    dead.push(await load(nowhere));
  }
  live.close();
  live.closeAllConnections();
  await application.stop();
  removeData(application.dataDir);
  const cost = median(alive) / median(dead);
  return [
    {
      what: 'checkout + checkin while a webhook receiver is dead, against one that is there',
      measured: `${cost.toFixed(2)} × (${Math.round(median(dead))}/s, ${Math.round(median(alive))}/s)`,
      mustReach: '≤ 1.05 ×',
      reached: cost <= 1.05,
    },
  ];
};
