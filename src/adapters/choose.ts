import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BadConfiguration } from '../config/bad-configuration';
import type { Config } from '../config/config';
import { prepareDataDir } from '../config/prepare-data-dir';
import { readRootKey } from '../config/read-root-key';
import type { Clock } from '../kernel/clock';
import type { Sealing } from '../kernel/sealing';
import { StoreDamaged } from '../kernel/store-errors';
import type { Adapters } from './adapters';
import { EmbeddedBackups } from './backup/embedded-backups';
import { Baselines } from './event-store/baselines/baselines';
import { EmbeddedEventStore, type BatchObserver } from './event-store/embedded/embedded-event-store';
import { embeddedCheckpoints } from './material-store/embedded/embedded-checkpoints';
import { embeddedIdempotency } from './material-store/embedded/embedded-idempotency';
import { embeddedMaterialStore } from './material-store/embedded/embedded-material-store';
import { MaterialFile } from './material-store/embedded/material-file';
import { soleNodeLease } from './material-store/embedded/sole-node-lease';
import { derivedIds } from './outside/derived-ids';
import { sha256Digest } from './outside/sha256-digest';
import { systemClock } from './outside/system-clock';
import { systemRandom } from './outside/system-random';
import { uuidV7Ids } from './outside/uuid-v7-ids';
import { openReadStore } from './read-store/embedded/open-read-store';
import { localIssuerKey } from '../../wire/local-issuer-key';
import { RootKeySealing } from './sealing/root-key-sealing';
import { lockDataFolder } from './sqlite/data-folder-lock';
import { externalTokenVerifier } from './tokens/external-token-verifier';
import { localTokenVerifier } from './tokens/local-token-verifier';
import { rememberingVerifier } from './tokens/remembering-verifier';

const BASELINE_BYTES = 64 * 1024 * 1024;

export interface Choices {
  /** Told of each group commit. */
  readonly onBatch?: BatchObserver;
  /** Told of what goes wrong behind a port and is tried again. */
  readonly onTrouble?: (what: string, error: unknown) => void;
  /** For tests that tell the time themselves. */
  readonly clock?: Clock;
}

/** Events without their sealed values, or values without their events, are half a vault: a person must look. */
const assertTogether = (folder: string): void => {
  const [events, material] = ['events.db', 'material.db'].map((name) => existsSync(join(folder, name)));
  if (events !== material) {
    throw new StoreDamaged(
      `${folder} holds ${events === true ? 'events.db but no material.db' : 'material.db but no events.db'}; put the missing file back, or restore a backup`,
    );
  }
};

/** Under another key nothing opens, and what is sealed from now on would open under that one alone. */
const assertSealedUnder = (file: MaterialFile, sealing: Sealing): void => {
  if (!file.isSealedUnder(sealing.fingerprint('root-key', 'identity'))) {
    throw new BadConfiguration(
      'The root key is not the one this data is sealed under; give that one with KEYLEDGER_ROOT_KEY or KEYLEDGER_ROOT_KEY_FILE, or as root.key in the data folder.',
    );
  }
};

/** The only place where adapters are picked. Errors: those of a bad configuration, a folder in use, a damaged file. */
export const chooseAdapters = async (config: Config, choices: Choices = {}): Promise<Adapters> => {
  const { dataDir } = config;
  const trouble = choices.onTrouble ?? (() => undefined);
  prepareDataDir(dataDir);
  const unlock = lockDataFolder(dataDir);
  try {
    const rootKey = readRootKey(config.rootKey, { make: true });
    assertTogether(dataDir);
    const clock = choices.clock ?? systemClock;
    const eventStore = new EmbeddedEventStore(join(dataDir, 'events.db'), choices.onBatch);
    const materialFile = new MaterialFile(join(dataDir, 'material.db'));
    const sealing = new RootKeySealing(rootKey, systemRandom);
    assertSealedUnder(materialFile, sealing);
    const reads = await openReadStore(join(dataDir, 'reads.db'), await eventStore.logId());
    const streamReader = new Baselines(eventStore, {
      maxBytes: BASELINE_BYTES,
      onTrouble: (error) => trouble('following the log', error),
    });
    await streamReader.start();
    const tokens =
      config.externalIssuer === undefined
        ? localTokenVerifier(localIssuerKey(rootKey).publicKey, clock)
        : externalTokenVerifier(config.externalIssuer, clock);
    return {
      eventStore,
      streamReader,
      readStore: reads.store,
      materialStore: embeddedMaterialStore(materialFile),
      idempotency: embeddedIdempotency(materialFile),
      checkpoints: embeddedCheckpoints(materialFile),
      lease: soleNodeLease,
      sealing,
      clock,
      ids: uuidV7Ids(clock),
      derivedIds,
      random: systemRandom,
      digest: sha256Digest,
      tokenVerifier: rememberingVerifier(tokens, clock),
      backups: new EmbeddedBackups(dataDir, eventStore),
      close: async () => {
        await eventStore.close();
        await streamReader.stop();
        materialFile.close();
        reads.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
};
