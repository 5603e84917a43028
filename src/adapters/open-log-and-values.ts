import type { Config } from '../config/config';
import type { Clock } from '../kernel/clock';
import type { LogSeal } from '../kernel/facts/log-seal';
import type { DisposableStack } from './disposable-stack';
import { sealLog } from './event-store/log-seal/seal-log';
import { trustSealed, openEvents, type EventsTold, type OpenedEvents } from './event-store/open-events';
import { assertLeft, assertNotMoved, type CopyMark } from './material-store/copy-mark';
import type { OpenedMaterial } from './material-store/opened-material';
import type { Mongo } from './mongodb/mongo';
import { openKeys, type KeysOptions, type OpenedKeys } from './opened-keys';
import { movingAt, openMaterial } from './opened-stores';
import { uuidV7Ids } from './outside/uuid-v7-ids';
import { authenticationSecrets } from './sealing/authentication-secrets';
import { AwaitedAuthentication } from './sealing/awaited-authentication';
import { factAuthentication, type AuthenticationSecrets } from './sealing/fact-authentication';
import type { RootKeys } from './sealing/root-keys';

/** A log and its sealed values, which go together, and the keys of both. */
export interface LogAndValues extends OpenedEvents, OpenedKeys {
  readonly logId: string;
  readonly material: OpenedMaterial;
  readonly rootKeys: RootKeys;
  /** What codes are made with. */
  readonly secrets: AuthenticationSecrets;
  /** What of the log has no authentication code and counts all the same. */
  readonly seal: LogSeal;
}

export interface OpenLogAndValues extends Omit<KeysOptions, 'clock'> {
  readonly mongo: Mongo | undefined;
  readonly rootKeys: RootKeys;
  readonly clock: Clock;
  readonly told: EventsTold;
  /** Closes what was opened. */
  readonly opened: DisposableStack;
  /** Somebody answers for a log that has lost its seal. */
  readonly resealed?: string;
  /** The log may live elsewhere by now: for who copies it, or for who answers that it is to count here again. */
  readonly moved?: 'copied' | 'settled';
}

const assertMay = (moved: OpenLogAndValues['moved'], moving: CopyMark | undefined): void => {
  if (moved === undefined) assertNotMoved(moving);
  if (moved === 'settled') assertLeft(moving);
};

/** Opens both, of one root key and sealed. Errors: those of a bad configuration, a damaged or unreachable store, `RootKeyUnfit`. */
export const openLogAndValues = async (
  config: Config,
  { mongo, rootKeys, clock, told, opened, resealed, moved, ...options }: OpenLogAndValues,
): Promise<LogAndValues> => {
  // Opened, EventStoreDB begins a log where there is none; one that is being copied there has another name.
  if (config.stores.events === 'eventstoredb') assertMay(moved, await movingAt(config, mongo));
  const awaited = new AwaitedAuthentication();
  const events = await openEvents(config, told, awaited);
  opened.add(events.eventStore);
  const logId = await events.eventStore.logId();
  const material = opened.add(await openMaterial(config, mongo, logId));
  assertMay(moved, await material.moving());
  const keys = await openKeys(material, rootKeys, { ...options, clock });
  const secrets = authenticationSecrets(keys.ownKeys);
  awaited.begin(factAuthentication('fact', secrets, logId));
  const seal = await sealLog({
    store: events.eventStore,
    judge: events.judge,
    material,
    authentication: factAuthentication('log-seal', secrets),
    ids: uuidV7Ids(clock),
    now: () => clock.now(),
    ...(resealed === undefined ? {} : { reason: resealed }),
    // What was moved has its seal, and somebody answers all the same.
    ...(moved === 'settled' ? { always: true as const } : {}),
  });
  await trustSealed(events, seal);
  return { ...events, ...keys, logId, material, rootKeys, secrets, seal };
};
