import { setTimeout as pause } from 'node:timers/promises';
import type { Mongo, StoredByName } from './mongo';

const LOOK_EVERY_MS = 200;

interface Lease extends StoredByName {
  readonly beat: string;
  readonly ttlMs: number;
}

/** A process works on the engines that a command wants for itself. Its message is the one line the command ends with. */
export class ServerAtWork extends Error {
  constructor() {
    super(
      'A Keyledger process works on these stores; stop every server, and every process that fills read models, and try again.',
    );
    this.name = 'ServerAtWork';
  }
}

/**
 * Throws {@link ServerAtWork} where somebody renews a lease, as one process of those at work always does. One that was killed
 * leaves its leases behind: they are watched for as long as a living holder could be silent. `own`: the one that the asker renews
 * itself.
 */
export const assertNoServer = async (
  mongo: Mongo,
  elapsed: () => number = () => performance.now(),
  own?: string,
): Promise<void> => {
  const look = async (): Promise<ReadonlyMap<string, Lease>> => {
    const found = await mongo.call(() => mongo.collection<Lease>('leases').find().toArray());
    return new Map(found.filter(({ _id }) => _id !== own).map((lease) => [lease._id, lease]));
  };
  const before = await look();
  const silentMs = Math.max(0, ...[...before.values()].map(({ ttlMs }) => ttlMs));
  for (const startedAt = elapsed(); elapsed() - startedAt < silentMs;) {
    await pause(LOOK_EVERY_MS);
    for (const [name, { beat }] of await look()) {
      if (before.get(name)?.beat !== beat) throw new ServerAtWork();
    }
  }
};
