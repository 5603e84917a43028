import { chmodSync, existsSync } from 'node:fs';
import { BadConfiguration } from '../config/bad-configuration';
import type { Config } from '../config/config';
import { prepareDataDir } from '../config/prepare-data-dir';
import { readRootKey } from '../config/read-root-key';
import { isAllEmbedded, isAllOutside } from '../config/stores';
import type { Clock } from '../kernel/clock';
import type { LogSeal } from '../kernel/facts/log-seal';
import type { OfflineDamages } from '../kernel/offline-damage';
import type { OfflineMaterialLoss } from '../kernel/offline-material-loss';
import type { Restored } from '../kernel/operations';
import type { Sealing } from '../kernel/sealing';
import type { StreamUnreadable } from '../kernel/stream-unreadable';
import { Subscriptions } from '../kernel/subscription/subscriptions';
import type { Adapters } from './adapters';
import { assertEvents, assertBothFiles } from './assert-both-files';
import { claimEmptyFolder } from './backup/claim-empty-folder';
import { joinTokens } from './agents/join-tokens';
import { serverProof } from './agents/server-proof';
import { noKeyToProve } from './backup/not-restored';
import { EmbeddedBackups } from './backup/embedded-backups';
import { enginesOwnBackups } from './backup/engines-own-backups';
import { manifestAuthentication } from './backup/prove-copy';
import { restoreCopy } from './backup/restore-copy';
import { Baselines } from './event-store/baselines/baselines';
import { LogProver } from './event-store/log-seal/log-prover';
import type { EventsTold } from './event-store/open-events';
import type { OpenedMaterial } from './material-store/opened-material';
import { openMongoAlone } from './mongodb/assert-no-server';
import { Mongo } from './mongodb/mongo';
import { offlineDamages } from './offline/offline-damages';
import { offlineDeciding, type OfflineDeciding } from './offline/offline-deciding';
import { offlineMaterialLoss } from './offline/offline-material-loss';
import { DisposableStack } from './disposable-stack';
import { openLogAndValues, type LogAndValues } from './open-log-and-values';
import { leasesOf, openReads, vaultOf } from './opened-stores';
import { derivedIds } from './outside/derived-ids';
import { outside } from './outside/outside';
import { systemClock } from './outside/system-clock';
import { systemRandom } from './outside/system-random';
import { uuidV7Ids } from './outside/uuid-v7-ids';
import { mongoPresence } from './presence/mongo-presence';
import { localIssuerKey } from '../../wire/local-issuer-key';
import { hpkeJobSealing } from './sealing/hpke-job-sealing';
import { serverKey } from '../../wire/server-key';
import { rootKeyMark } from './sealing/root-key-mark';
import { RootKeySealing } from './sealing/root-key-sealing';
import { sshKeyPairs } from './sealing/ssh-key-pairs';
import { lockDataFolder } from './sqlite/data-folder-lock';
import { believedIssuers } from './tokens/believed-issuers';
import { machineTokens } from './tokens/machine-tokens';

/** Under another key nothing opens, and what is sealed from now on opens under that one alone. */
const assertSealedUnder = async (material: OpenedMaterial, sealing: Sealing): Promise<void> => {
  if (await material.isSealedUnder(rootKeyMark(sealing))) return;
  throw new BadConfiguration(
    'The root key is not the one this data is sealed under; give that one with KEYLEDGER_ROOT_KEY or KEYLEDGER_ROOT_KEY_FILE, or as root.key in the data folder.',
  );
};

const BASELINE_BYTES = 64 * 1024 * 1024;

export interface Choices extends EventsTold {
  /** Told each time a stream is found frozen. */
  readonly onUnreadable?: (error: StreamUnreadable) => void;
  /** Told of each stream that is loaded, and of the time of its last fact. */
  readonly onLoaded?: (stream: string, revision: number, time: string) => void;
  /** Told of each fetch of the token issuer's keys. */
  readonly onIssuerKeys?: (outcome: 'fetched' | 'failed') => void;
  /** For tests that tell the time themselves. */
  readonly clock?: Clock;
}

/** The only place where adapters are picked. Errors: those of a bad configuration, a folder in use, a damaged or unreachable store. */
export const chooseAdapters = async (config: Config, choices: Choices = {}): Promise<Adapters> => {
  const opened = new DisposableStack();
  try {
    return await openAdapters(config, choices, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
};

const openAdapters = async (config: Config, choices: Choices, opened: DisposableStack): Promise<Adapters> => {
  const { dataDir, stores } = config;
  const trouble = choices.onTrouble ?? (() => undefined);
  const clock = choices.clock ?? systemClock;
  if (!isAllOutside(stores)) {
    prepareDataDir(dataDir);
    opened.add({ close: lockDataFolder(dataDir) });
  }
  const rootKey = readRootKey(config.rootKey, { make: true });
  if (stores.events === 'embedded' && stores.material === 'embedded') assertBothFiles(dataDir);
  const mongo = stores.mongodbUrl === undefined ? undefined : opened.add(await Mongo.open(stores.mongodbUrl));
  const { eventStore, judge, logId, material, sealing, seal } = await openLogAndValues(config, {
    mongo,
    rootKey,
    clock,
    told: choices,
    opened,
    assertSealedUnder,
  });
  const reads = opened.add(await openReads(config, mongo, logId));
  const subscriptions = new Subscriptions({ store: eventStore, clock, random: systemRandom });
  const streamReader = new Baselines(subscriptions, {
    maxBytes: BASELINE_BYTES,
    settled: judge.settled,
    told: choices,
    vaultOf: vaultOf(material),
    onTrouble: (error) => trouble('following the log', error),
  });
  await streamReader.start();
  opened.add({ close: () => streamReader.stop() });
  const issuers = believedIssuers(config.externalIssuers, localIssuerKey(rootKey), clock, {
    onFetch: (error) => {
      choices.onIssuerKeys?.(error === undefined ? 'fetched' : 'failed');
      if (error !== undefined) trouble('fetching the keys of the token issuer', error);
    },
  });
  return {
    eventStore,
    logProof: new LogProver(eventStore, judge, seal),
    streamReader,
    subscriptions,
    readStore: reads.store,
    materialStore: material.store,
    materialBinding: material,
    idempotency: material.idempotency,
    presence: mongo === undefined ? reads.presence : await mongoPresence(mongo),
    joinTokens: joinTokens(serverKey(rootKey).publicKey, sealing),
    serverProof: serverProof(rootKey),
    jobSealing: hpkeJobSealing(rootKey),
    keyPairs: sshKeyPairs(systemRandom),
    checkpoints: material.checkpoints,
    ...leasesOf(stores, mongo),
    sealing,
    clock,
    ids: uuidV7Ids(clock),
    ...outside(config),
    tokenIssuers: issuers,
    machineTokens: machineTokens(systemRandom, sealing),
    backups:
      isAllEmbedded(stores) && material.policies !== undefined
        ? new EmbeddedBackups(dataDir, eventStore, material.policies, manifestAuthentication(rootKey))
        : enginesOwnBackups,
    close: () => opened.close(),
  };
};

/**
 * Puts a backup into an empty data folder, once all of it is proven by the root key, or `accepted` by somebody with a reason.
 * Errors: NotRestored, BadConfiguration, DataFolderInUse, StoreDamaged; the folder then holds no more than before.
 */
export const restoreBackup = async (
  { dataDir, rootKey: source }: Config,
  folder: string,
  accepted?: string,
): Promise<Restored> => {
  prepareDataDir(dataDir);
  const unlock = claimEmptyFolder(dataDir);
  try {
    if (source.from === 'data-folder' && !existsSync(source.path)) throw noKeyToProve(source.path);
    const rootKey = readRootKey(source, { make: false });
    // Made by hand, it may be open to others; a server would not start on it.
    chmodSync(dataDir, 0o700);
    return await restoreCopy(folder, {
      dataDir,
      rootKey,
      sealing: new RootKeySealing(rootKey, systemRandom),
      now: systemClock.now(),
      ids: uuidV7Ids(systemClock),
      ...(accepted === undefined ? {} : { accepted }),
    });
  } finally {
    unlock();
  }
};

const OFFLINE = { seededIds: derivedIds, clock: systemClock };

/** Log and sealed values for whoever holds the root key, while no server works on them. */
const openOffline = async <T>(
  config: Config,
  use: (log: LogAndValues, close: () => Promise<void>) => T | Promise<T>,
  assertFiles: (dataDir: string) => void,
  resealed?: string,
): Promise<T> => {
  const { dataDir, stores } = config;
  const opened = new DisposableStack();
  try {
    if (!isAllOutside(stores)) {
      if (!existsSync(dataDir)) throw new BadConfiguration(`There is nothing in ${dataDir}; set KEYLEDGER_DATA_DIR.`);
      opened.add({ close: lockDataFolder(dataDir) });
    }
    const rootKey = readRootKey(config.rootKey, { make: false });
    if (stores.events === 'embedded') assertFiles(dataDir);
    const mongo = await openMongoAlone(stores.mongodbUrl, opened);
    const how = { mongo, rootKey, clock: systemClock, told: {}, opened, assertSealedUnder };
    const log = await openLogAndValues(config, resealed === undefined ? how : { ...how, resealed });
    return await use(log, () => opened.close());
  } catch (error) {
    await opened.close();
    throw error;
  }
};

/** The damage of a log, while no server works on it. Errors: as of {@link chooseAdapters}, ServerAtWork while one does. */
export const openOfflineDamages = (config: Config): Promise<OfflineDamages> =>
  openOffline(
    config,
    ({ eventStore, judge: { settled } }, close) => offlineDamages({ store: eventStore, settled, ...OFFLINE, close }),
    assertBothFiles,
  );

/** A log whose sealed values were lost, beside an empty store for those to come. Errors: as of {@link openOfflineDamages}. */
export const openOfflineMaterialLoss = (config: Config): Promise<OfflineMaterialLoss> =>
  openOffline(
    config,
    ({ eventStore, material }, close) => offlineMaterialLoss({ store: eventStore, material, ...OFFLINE, close }),
    assertEvents,
  );

/** What it takes to decide something on a log, while no server works on it. Errors: as of {@link openOfflineDamages}. */
export const openOfflineDeciding = (config: Config): Promise<OfflineDeciding> =>
  openOffline(
    config,
    ({ eventStore, judge: { settled } }, close) => offlineDeciding({ eventStore, settled }, close),
    assertBothFiles,
  );

/** Seals a log anew that has lost its seal, for a reason that stands in it from then on. Errors: as of {@link openOfflineDamages}. */
export const resealLog = (config: Config, reason: string): Promise<LogSeal> =>
  openOffline(
    config,
    async ({ seal }, close) => {
      await close();
      return seal;
    },
    assertBothFiles,
    reason,
  );
