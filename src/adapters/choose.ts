import { chmodSync, existsSync } from 'node:fs';
import { BadConfiguration } from '../config/bad-configuration';
import type { Config } from '../config/config';
import { prepareDataDir } from '../config/prepare-data-dir';
import { isAllEmbedded, isAllOutside } from '../config/stores';
import type { Clock } from '../kernel/clock';
import type { EvidenceStore } from '../kernel/evidence-store';
import type { LogSeal } from '../kernel/facts/log-seal';
import type { OfflineDamages } from '../kernel/offline-damage';
import type { OfflineMaterialLoss } from '../kernel/offline-material-loss';
import type { Restored } from '../kernel/operations';
import type { StreamUnreadable } from '../kernel/stream-unreadable';
import { Subscriptions } from '../kernel/subscription/subscriptions';
import type { Adapters } from './adapters';
import { assertEvents, assertBothFiles } from './assert-both-files';
import { claimEmptyFolder } from './backup/claim-empty-folder';
import { agentPorts } from './agents/agent-ports';
import { noKeyToProve } from './backup/not-restored';
import { EmbeddedBackups } from './backup/embedded-backups';
import type * as Copy from './copy/copy-log';
import { enginesOwnBackups } from './backup/engines-own-backups';
import { manifestAuthentication } from './backup/prove-copy';
import { restoreCopy } from './backup/restore-copy';
import { openBaselines } from './event-store/baselines/open-baselines';
import { LogProver } from './event-store/log-seal/log-prover';
import type { EventsTold } from './event-store/open-events';
import { evidenceSeeds } from './evidence/evidence-seeds';
import { offlineDamages } from './offline/offline-damages';
import { offlineDeciding, type OfflineDeciding } from './offline/offline-deciding';
import { offlineKeys, type OfflineKeys } from './offline/offline-keys';
import { offlineMaterialLoss } from './offline/offline-material-loss';
import { DisposableStack } from './disposable-stack';
import { openLogAndValues, type LogAndValues, type OpenLogAndValues } from './open-log-and-values';
import { rootKeysOf } from './root-key/root-keys-of';
import { leasesOf, openEvidence, openEvidenceStore, openMongo, openReads, presenceOf, vaultOf } from './opened-stores';
import { derivedIds } from './outside/derived-ids';
import { outside } from './outside/outside';
import { systemClock } from './outside/system-clock';
import { systemRandom } from './outside/system-random';
import { uuidV7Ids } from './outside/uuid-v7-ids';
import { sshKeyPairs } from './sealing/ssh-key-pairs';
import type { LocalIssuerKey } from '../../wire/local-issuer-key';
import { lockDataFolder } from './sqlite/data-folder-lock';
import { believedIssuers } from './tokens/believed-issuers';
import { issuerKeyOfHere } from './tokens/issuer-key-here';
import { ownIssuerKeys } from './tokens/own-issuer-keys';
import { machineTokens } from './tokens/machine-tokens';

/** See `src/adapters/copy`, which knows the drivers of all stores and is loaded for who copies. */
export const copyLog: typeof Copy.copyLog = (...asked) => (require('./copy/copy-log') as typeof Copy).copyLog(...asked);

export interface AdapterOptions extends EventsTold {
  /** Told each time a stream is found frozen. */
  readonly onUnreadable?: (error: StreamUnreadable) => void;
  /** Told of each stream that is loaded, and of the time of its last fact. */
  readonly onLoaded?: (stream: string, revision: number, time: string) => void;
  /** Told of each fetch of the token issuer's keys. */
  readonly onIssuerKeys?: (outcome: 'fetched' | 'failed') => void;
  /** Told how many keys were sealed anew under the root key that was given, while it is changed. */
  readonly onResealed?: (done: number) => void;
  /** For tests that tell the time themselves. */
  readonly clock?: Clock;
}

/** The only place where adapters are picked. Errors: those of a bad configuration, a folder in use, a damaged or unreachable store. */
export const chooseAdapters = async (config: Config, choices: AdapterOptions = {}): Promise<Adapters> => {
  const opened = new DisposableStack();
  try {
    return await openAdapters(config, choices, opened);
  } catch (error) {
    await opened.close();
    throw error;
  }
};

const openAdapters = async (config: Config, choices: AdapterOptions, opened: DisposableStack): Promise<Adapters> => {
  const { dataDir, stores } = config;
  const trouble = choices.onError ?? (() => undefined);
  const clock = choices.clock ?? systemClock;
  if (!isAllOutside(stores)) {
    prepareDataDir(dataDir);
    opened.add({ close: lockDataFolder(dataDir) });
  }
  const rootKeys = await rootKeysOf(config, { make: true });
  if (stores.events === 'embedded' && stores.material === 'embedded') assertBothFiles(dataDir);
  const mongo = await openMongo(stores.mongodbUrl, opened);
  const beside = isAllOutside(stores) ? {} : { dataDir };
  const { eventStore, judge, logId, material, sealing, ownKeys, keyVersions, secrets, seal } = await openLogAndValues(
    config,
    { mongo, rootKeys, clock, told: choices, opened, onResealed: choices.onResealed, ...beside },
  );
  const reads = opened.add(await openReads(config, mongo, logId, choices.onWarning));
  const subscriptions = new Subscriptions({ store: eventStore, clock, random: systemRandom });
  const streamReader = await openBaselines(subscriptions, {
    settled: judge.settled,
    snapshots: reads.snapshots,
    told: choices,
    vaultOf: vaultOf(material),
    secrets,
    logId,
    trouble,
    opened,
  });
  const issuers = believedIssuers(config.externalIssuers, ownIssuerKeys(ownKeys), clock, {
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
    presence: await presenceOf(mongo, reads),
    ...agentPorts(ownKeys, sealing),
    keyVersions,
    keyPairs: sshKeyPairs(systemRandom),
    checkpoints: material.checkpoints,
    ...(await openEvidence(config, { mongo, ownKeys: evidenceSeeds(ownKeys), logId }, opened)),
    ...leasesOf(stores, mongo),
    sealing,
    clock,
    ids: uuidV7Ids(clock),
    ...outside(config),
    tokenIssuers: issuers,
    machineTokens: machineTokens(systemRandom, sealing),
    backups:
      isAllEmbedded(stores) && material.policies !== undefined
        ? new EmbeddedBackups(dataDir, eventStore, material.policies, manifestAuthentication(secrets))
        : enginesOwnBackups,
    close: () => opened.close(),
  };
};

/**
 * Puts a backup into an empty data folder, once all of it is proven by the root key, or `accepted` by somebody with a reason.
 * Errors: NotRestored, BadConfiguration, DataFolderInUse, StoreDamaged; the folder then holds no more than before.
 */
export const restoreBackup = async (config: Config, folder: string, accepted?: string): Promise<Restored> => {
  const { dataDir, rootKey: source } = config;
  prepareDataDir(dataDir);
  const unlock = claimEmptyFolder(dataDir);
  try {
    if (source.from === 'data-folder' && !existsSync(source.path)) throw noKeyToProve(source.path);
    const rootKeys = await rootKeysOf(config, { make: false });
    // Made by hand, it may be open to others; a server would not start on it.
    chmodSync(dataDir, 0o700);
    return await restoreCopy(folder, {
      dataDir,
      rootKeys,
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
  use: (
    log: LogAndValues & { readonly evidence: () => Promise<EvidenceStore> },
    close: () => Promise<void>,
  ) => T | Promise<T>,
  assertFiles: (dataDir: string) => void,
  answered: Pick<OpenLogAndValues, 'resealed' | 'moved'> = {},
): Promise<T> => {
  const { dataDir, stores } = config;
  const opened = new DisposableStack();
  try {
    if (!isAllOutside(stores)) {
      if (!existsSync(dataDir)) throw new BadConfiguration(`There is nothing in ${dataDir}; set KEYLEDGER_DATA_DIR.`);
      opened.add({ close: lockDataFolder(dataDir) });
    }
    const rootKeys = await rootKeysOf(config, { make: false });
    if (stores.events === 'embedded') (stores.material === 'embedded' ? assertFiles : assertEvents)(dataDir);
    const mongo = await openMongo(stores.mongodbUrl, opened, { alone: true });
    const how = { mongo, rootKeys, clock: systemClock, told: {}, opened };
    const log = await openLogAndValues(config, { ...how, ...answered });
    const evidence = () => openEvidenceStore(config, mongo, opened);
    return await use({ ...log, evidence }, () => opened.close());
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

/** The server's own keys, while no server works on them. Errors: as of {@link openOfflineDamages}. */
export const openOfflineKeys = (config: Config): Promise<OfflineKeys> =>
  openOffline(
    config,
    async ({ judge: { settled }, evidence, ...log }, close) =>
      offlineKeys({ ...log, settled, config, evidenceStore: await evidence() }, close),
    assertBothFiles,
  );

/** What signs the tokens of the built-in issuer, for whoever holds the root key. Throws `BadConfiguration`. */
export const issuerKeyHere = async (config: Config): Promise<LocalIssuerKey> =>
  issuerKeyOfHere(config.dataDir, config.stores, await rootKeysOf(config, { make: false }));

/**
 * Seals a log anew that has lost its seal, or, with `moved`, that was moved and is to count here again, for a reason that stands
 * in it from then on. Errors: as of {@link openOfflineDamages}.
 */
export const resealLog = (config: Config, reason: string, { moved = false } = {}): Promise<LogSeal> =>
  openOffline(
    config,
    async ({ seal, material }, close) => {
      if (moved) await material.setMoving(undefined);
      await close();
      return seal;
    },
    assertBothFiles,
    { resealed: reason, ...(moved ? { moved: 'settled' as const } : {}) },
  );
