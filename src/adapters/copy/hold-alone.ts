import { assertNoServer, ServerAtWork } from '../mongodb/assert-no-server';
import type { Mongo } from '../mongodb/mongo';
import { mongoLease } from '../mongodb/mongo-lease';

const NAME = 'copy';
const TTL_MS = 5000;
const BEAT_MS = 1000;

/** Throws `ServerAtWork` where anybody but the copy that asks works on the database. */
export const assertAlone = (mongo: Mongo): Promise<void> => assertNoServer(mongo, undefined, NAME);

/** Shows everybody who looks that a copy works on this database, until it is closed. Throws `ServerAtWork` where another one does. */
export const holdAlone = async (mongo: Mongo): Promise<{ close(): Promise<void> }> => {
  const lease = mongoLease(mongo);
  if (!(await lease.hold(NAME, TTL_MS))) {
    // Of one that was killed it is left behind; a living one shows itself.
    await assertNoServer(mongo);
    if (!(await lease.hold(NAME, TTL_MS))) throw new ServerAtWork();
  }
  const beat = setInterval(() => void lease.hold(NAME, TTL_MS).catch(() => undefined), BEAT_MS);
  return {
    close: async () => {
      clearInterval(beat);
      await lease.release(NAME);
    },
  };
};
