import type { Clock } from '../../kernel/clock';
import type { EventStore } from '../../kernel/event-store';
import { ANY } from '../../kernel/expected-revision';
import type { MaterialLoss, OfflineMaterialLoss } from '../../kernel/offline-material-loss';
import type { SeededIds } from '../../kernel/seeded-ids';
import { StoreDamaged } from '../../kernel/store-errors';
import { timestamp } from '../../kernel/time';
import type { OpenedMaterial } from '../material-store/opened-material';
import { livingIdentities } from './living-identities';

const STREAM = 'materialStore';
const LOST = 'keyledger.material-store-lost.v1';
const VALUE_LOST = 'keyledger.identity-value-lost.v1';
const UNNAMED = 'unnamed';

export interface LossParts {
  readonly store: EventStore;
  readonly material: Pick<OpenedMaterial, 'id' | 'isNew' | 'bind'>;
  readonly seededIds: SeededIds;
  readonly clock: Clock;
  readonly close: () => Promise<void>;
}

/** Which store took the place of which; absent where none was lost. */
interface Known {
  readonly materialStoreId?: string;
  readonly lostMaterialStoreId?: string;
}

/** Records that the sealed values of a log are gone, without a server: none starts before that. */
export const offlineMaterialLoss = ({ store, material, seededIds, clock, close }: LossParts): OfflineMaterialLoss => {
  const known = async (): Promise<Known> => {
    const [last] = await store.readStream(STREAM, { direction: 'backwards', limit: 1 });
    return (last?.data ?? {}) as Known;
  };

  const append = async (stream: string, what: readonly string[], type: string, data: object): Promise<void> => {
    const ids = seededIds.from(JSON.stringify(['material-loss', ...what]));
    const metadata = {
      actor: { kind: 'policy', name: 'settle-material-store' },
      time: timestamp(clock.now()),
      correlationId: material.id,
    } as const;
    await store.append(stream, ANY, [{ id: ids.next(), type, data, metadata }]);
  };

  /** The store whose loss is recorded, before or now. */
  const recorded = async (reason: string): Promise<string> => {
    const { materialStoreId, lostMaterialStoreId } = await known();
    if (materialStoreId === material.id && (lostMaterialStoreId === undefined || !material.isNew)) {
      throw new Error('The log goes with the store of sealed values that was opened: nothing is lost.');
    }
    if (!material.isNew) {
      throw new StoreDamaged(
        'the store of sealed values that was opened is not empty, and is not the one the log goes with; name an empty one (for an embedded one, move material.db away)',
      );
    }
    if (materialStoreId === material.id && lostMaterialStoreId !== undefined) return lostMaterialStoreId;
    const lost = materialStoreId ?? UNNAMED;
    const data = { lostMaterialStoreId: lost, materialStoreId: material.id, reason };
    await append(STREAM, [lost, material.id], LOST, data);
    return lost;
  };

  const record = async (reason: string): Promise<MaterialLoss> => {
    const lostMaterialStoreId = await recorded(reason);
    const { id: materialStoreId } = material;
    const unmarked: string[] = [];
    let identities = 0;
    for (const subject of await livingIdentities(store)) {
      identities += 1;
      if (subject.markedFor === materialStoreId) continue;
      const stream = `identity-${subject.identityId}`;
      const { identityId, identityGroupId, organizationId } = subject;
      const data = { identityId, identityGroupId, organizationId, materialStoreId, lostAt: timestamp(clock.now()) };
      try {
        await append(stream, [materialStoreId, identityId], VALUE_LOST, data);
      } catch (error) {
        // Deleted for good, say: nobody can use such an identity, and damage tells of it.
        if (!(error instanceof StoreDamaged)) throw error;
        unmarked.push(stream);
      }
    }
    // Last: a server starts on a store that is bound, and finds every identity marked.
    await material.bind();
    return { lostMaterialStoreId, materialStoreId, identities: identities - unmarked.length, unmarked };
  };

  return { record, close };
};
