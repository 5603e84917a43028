import type { Config } from '../config/config';
import type { Clock } from '../kernel/clock';
import type { LogSeal } from '../kernel/facts/log-seal';
import type { Sealing } from '../kernel/sealing';
import type { DisposableStack } from './disposable-stack';
import { sealLog } from './event-store/log-seal/seal-log';
import { believe, openEvents, type EventsTold, type OpenedEvents } from './event-store/open-events';
import type { OpenedMaterial } from './material-store/opened-material';
import type { Mongo } from './mongodb/mongo';
import { openMaterial } from './opened-stores';
import { systemRandom } from './outside/system-random';
import { uuidV7Ids } from './outside/uuid-v7-ids';
import { factAuthentication } from './sealing/fact-authentication';
import { RootKeySealing } from './sealing/root-key-sealing';

/** A log and its sealed values, which go together. */
export interface LogAndValues extends OpenedEvents {
  readonly logId: string;
  readonly material: OpenedMaterial;
  readonly sealing: Sealing;
  /** What of the log has no authentication code and counts all the same. */
  readonly seal: LogSeal;
}

export interface OpenLogAndValues {
  readonly mongo: Mongo | undefined;
  readonly rootKey: Buffer;
  readonly clock: Clock;
  readonly told: EventsTold;
  /** Closes what was opened. */
  readonly opened: DisposableStack;
  /** Throws where the values are another root key's. */
  readonly assertSealedUnder: (material: OpenedMaterial, sealing: Sealing) => Promise<void>;
  /** Somebody answers for a log that has lost its seal. */
  readonly resealed?: string;
}

/** Opens both, of one root key and sealed. Errors: those of a bad configuration, a damaged or unreachable store. */
export const openLogAndValues = async (
  config: Config,
  { mongo, rootKey, clock, told, opened, assertSealedUnder, resealed }: OpenLogAndValues,
): Promise<LogAndValues> => {
  const events = await openEvents(config, told, [rootKey]);
  opened.add(events.eventStore);
  const logId = await events.eventStore.logId();
  const material = opened.add(await openMaterial(config, mongo, logId));
  const sealing = new RootKeySealing(rootKey, systemRandom);
  await assertSealedUnder(material, sealing);
  const seal = await sealLog({
    store: events.eventStore,
    judge: events.judge,
    material,
    authentication: factAuthentication('log-seal', [rootKey]),
    ids: uuidV7Ids(clock),
    now: () => clock.now(),
    ...(resealed === undefined ? {} : { reason: resealed }),
  });
  await believe(events, seal);
  return { ...events, logId, material, sealing, seal };
};
