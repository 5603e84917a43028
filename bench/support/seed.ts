import { api } from './api';
import { copyOf } from './copies';
import { startServer } from './server-process';
import { withStores } from './stores';
import { makeVault } from './vault';

const PER_APPEND = 100;
const STREAMS = 1000;

/** Checkouts and checkins of many identities, as a real server wrote the first of them. */
export const seed = async (dataDir: string, events: number, streams = STREAMS): Promise<void> => {
  const application = await startServer(dataDir);
  const call = api(application.url, await application.token('owner@example.com'));
  const {
    ids: [known = ''],
  } = await makeVault(call, 1);
  const body = { reason: 'bench', durationMinutes: 30 };
  const { session } = await call<{ session: { id: string } }>('POST', `/identities/${known}/checkout`, body);
  await call('POST', `/sessions/${session.id}/checkin`);
  await application.stop();
  await withStores(dataDir, async ({ eventStore, ids }) => {
    const lived = (await eventStore.readStream(`identity-${known}`, { limit: 3 })).slice(1);
    const identities = Array.from({ length: streams }, () => ids.next());
    for (let round = 0; round * streams * PER_APPEND < events; round++) {
      for (const id of identities) {
        const facts = Array.from({ length: PER_APPEND / lived.length }, () => {
          const words = { [session.id]: `${id}.${ids.next()}`, [known]: id };
          return lived.map((event) => copyOf(event, ids.next(), words));
        });
        await eventStore.append(`identity-${id}`, round * PER_APPEND - 1, facts.flat());
      }
    }
  });
};
