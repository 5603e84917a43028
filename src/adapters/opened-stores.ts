import { join } from 'node:path';
import type { Config, StoresConfig } from '../config/config';
import type { Adapters } from './adapters';
import { openEmbeddedEvidence } from './evidence/embedded-evidence-store';
import { evidenceOutsiders } from './evidence/evidence-policy';
import { httpTimestamps } from './evidence/http-timestamps';
import { openEvidenceKey, type OwnSeeds } from './evidence/open-evidence-key';
import { openEmbeddedMaterial } from './material-store/embedded/open-embedded-material';
import { mongoStores } from './loaded-when-needed';
import { movingInFolder } from './material-store/embedded/moving-in-folder';
import type { CopyMark } from './material-store/copy-mark';
import type { OpenedMaterial } from './material-store/opened-material';
import type { DisposableStack } from './disposable-stack';
import type { Mongo } from './mongodb/mongo';
import { openReadStore } from './read-store/embedded/open-read-store';
import type { OpenedReads } from './read-store/opened-reads';
import type { EvidenceStore } from '../kernel/evidence-store';
import type { Lease } from '../kernel/lease';
import type { Presence } from '../kernel/presence';

/** An embedded store has one node, so every lease is its own. */
const soleNodeLease: Lease = {
  hold: async () => true,
  release: async () => undefined,
};

/**
 * The database of a node; undefined where nothing is kept in one. `alone`: for a command that no server may disturb, else it throws
 * `ServerAtWork`.
 */
export const openMongo = async (
  url: string | undefined,
  opened: DisposableStack,
  { alone = false } = {},
): Promise<Mongo | undefined> => {
  if (url === undefined) return undefined;
  const { assertNoServer, Mongo } = mongoStores();
  const mongo = opened.add(await Mongo.open(url));
  if (alone) await assertNoServer(mongo);
  return mongo;
};

/** Opens the read models that the configuration names. */
export const openReads = (
  { dataDir, stores }: Config,
  mongo: Mongo | undefined,
  logId: string,
  onWarning?: (warning: string) => void,
): Promise<OpenedReads> =>
  mongo !== undefined && stores.reads === 'mongodb'
    ? mongoStores().openMongoReads(mongo, logId, onWarning)
    : openReadStore(join(dataDir, 'reads.db'), logId, onWarning);

/** Opens the sealed values that the configuration names. */
export const openMaterial = async (
  { dataDir, stores }: Config,
  mongo: Mongo | undefined,
  logId: string,
): Promise<OpenedMaterial> =>
  mongo !== undefined && stores.material === 'mongodb'
    ? mongoStores().openMongoMaterial(mongo, logId)
    : openEmbeddedMaterial(join(dataDir, 'material.db'), logId);

/** Whether the sealed values that the configuration names are being copied or were moved, before anything is opened. */
export const movingAt = async (
  { dataDir, stores }: Config,
  mongo: Mongo | undefined,
): Promise<CopyMark | undefined> => {
  if (mongo === undefined || stores.material !== 'mongodb') return movingInFolder(dataDir);
  const { MaterialDatabase } = mongoStores();
  return new MaterialDatabase(mongo).moving();
};

/** Several nodes can be at work only where none of the stores that decide is embedded. */
export const leasesOf = (stores: StoresConfig, mongo: Mongo | undefined): Pick<Adapters, 'lease' | 'buildLease'> => {
  if (mongo === undefined || stores.events === 'embedded') return { lease: soleNodeLease };
  const lease = mongoStores().mongoLease(mongo);
  return stores.reads === 'mongodb' ? { lease, buildLease: lease } : { lease };
};

/** Where agents and tokens were last seen: known to all nodes that share a database. */
export const presenceOf = async (mongo: Mongo | undefined, reads: OpenedReads): Promise<Presence> =>
  mongo === undefined ? reads.presence : mongoStores().mongoPresence(mongo);

/** Which vault a stored value of an identity belongs to: it says so itself. */
export const vaultOf =
  ({ store }: Pick<OpenedMaterial, 'store'>) =>
  async (identityId: string): Promise<string | undefined> => {
    const [version] = await store.versions(identityId);
    return version === undefined ? undefined : (await store.get(identityId, version))?.vaultId;
  };

/** What keeps signed checkpoints: with the sealed values, since neither can be made again. */
export const openEvidenceStore = async (
  { dataDir, stores }: Pick<Config, 'dataDir' | 'stores'>,
  mongo: Mongo | undefined,
  stack: DisposableStack,
): Promise<EvidenceStore> =>
  mongo !== undefined && stores.material === 'mongodb'
    ? mongoStores().mongoEvidence(mongo)
    : stack.add(openEmbeddedEvidence(join(dataDir, 'evidence.db')));

/** What signs checkpoints of this log, and what keeps them. */
export const openEvidence = async (
  config: Config,
  opened: { readonly mongo: Mongo | undefined; readonly ownKeys: OwnSeeds; readonly logId: string },
  stack: DisposableStack,
): Promise<Pick<Adapters, 'evidenceKey' | 'evidenceOutsiders' | 'evidenceStore'>> => {
  const { mongo, ownKeys, logId } = opened;
  return {
    evidenceKey: openEvidenceKey(config.evidenceKey, ownKeys, logId),
    evidenceOutsiders: {
      ...evidenceOutsiders(config.evidencePolicyFile),
      ...(config.evidenceTimestamps === undefined ? {} : { timestamps: httpTimestamps(config.evidenceTimestamps) }),
    },
    evidenceStore: await openEvidenceStore(config, mongo, stack),
  };
};
