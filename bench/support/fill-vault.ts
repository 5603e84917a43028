import type { RecordedEvent } from '../../src/kernel/recorded-event';
import { copyOf } from './copies';
import { withStores } from './stores';

const AT_ONCE = 1000;
/** Every tenth name holds each of them. */
export const SERVICES = ['postgres', 'redis', 'mysql', 'ldap', 'mail', 'web', 'search', 'queue', 'cache', 'backup'];

/** So many identities beside the one that is known, the first that {@link makeVault} made. The server must not run. */
export const fillVault = (dataDir: string, known: string, identities: number): Promise<void> =>
  withStores(dataDir, async ({ eventStore, ids }) => {
    const [created] = (await eventStore.readStream(`identity-${known}`, { limit: 1 })) as [RecordedEvent];
    const add = (number: number) => {
      const id = ids.next();
      const service = SERVICES[number % SERVICES.length] as string;
      const words = { [known]: id, 'identity 0': `${service} server ${number}`, user0: `admin${number}` };
      return eventStore.append(`identity-${id}`, -1, [copyOf(created, ids.next(), words)]);
    };
    for (let from = 0; from < identities; from += AT_ONCE) {
      const size = Math.min(AT_ONCE, identities - from);
      await Promise.all(Array.from({ length: size }, (_, index) => add(from + index)));
    }
  });
