import { EventStoreDouble } from '../eventstoredb/event-store-double';
import { freePort } from '../free-port';
import { newFixture } from './fixture';
import { runningApplication } from './running-application';

/** An application on a double of EventStoreDB of its own. A process has one client of one: who is run on engines has another already. */
export const applicationOnDouble = async () => {
  const double = await EventStoreDouble.start();
  const env = {
    // Whoever spoke to it speaks to the next one too.
    KEYLEDGER_PORT: String(await freePort()),
    KEYLEDGER_EVENT_STORE: 'eventstoredb',
    EVENTSTORE_URL: double.url(),
    KEYLEDGER_ROOT_KEY: Buffer.alloc(32, 7).toString('base64'),
    KEYLEDGER_OWNER_EMAIL: 'owner@example.com',
  };
  const application = await runningApplication({ env });
  return { double, application, fixture: await newFixture(application) };
};
