import { existsSync } from 'node:fs';
import type { Config } from '../../config/config';
import type { EventStore } from '../../kernel/event-store';
import type { EvidenceKey } from '../../kernel/evidence-key';
import type { EvidenceStore } from '../../kernel/evidence-store';
import type { Settled } from '../../kernel/facts/settled';
import { OWN_KEY_NAMES, OWN_KEYS, type OwnKeyName, type ToldKey } from '../../kernel/own-keys';
import { StoreDamaged } from '../../kernel/store-errors';
import { timestamp } from '../../kernel/time';
import { evidenceSeeds } from '../evidence/evidence-seeds';
import { makeKeyFile } from '../evidence/open-evidence-key';
import { nextKeyFile, openEvidenceKey } from '../evidence/open-evidence-key';
import type { OpenedMaterial } from '../material-store/opened-material';
import { openKeys, type OpenedKeys } from '../opened-keys';
import type { RootKeys } from '../sealing/root-keys';
import { systemClock } from '../outside/system-clock';
import { systemRandom } from '../outside/system-random';
import { sealNextOwnKey } from '../sealing/sealed-own-keys';
import { offlineDeciding, type OfflineDeciding } from './offline-deciding';

/** The last moment there is a text for, ms since 1970: of what is good for ever. */
const NEVER = Date.parse('9999-12-31T23:59:59.999Z');

/** The server's own keys, while no server works on them. */
export interface OfflineKeys {
  readonly deciding: OfflineDeciding;
  readonly evidenceKey: OfflineEvidenceKey;
  list(): Promise<readonly ToldKey[]>;
  /**
   * Puts a fresh one in the place of this one. With `atOnce` the former one is good for nothing from now on: tokens and
   * cursors made with it are refused, and agents have to be enrolled anew.
   */
  change(name: OwnKeyName, options: { readonly atOnce: boolean }): Promise<ToldKey>;
  close(): Promise<void>;
}

interface Opened {
  readonly eventStore: EventStore;
  readonly settled: Settled;
  readonly material: OpenedMaterial;
  readonly rootKeys: RootKeys;
  readonly logId: string;
  readonly config: Pick<Config, 'evidenceKey'>;
  readonly evidenceStore: Pick<EvidenceStore, 'newest'>;
}

/** The key that signs checkpoints, while no server signs any. */
export interface OfflineEvidenceKey {
  /** Where it lies, unless it is one of the server's own. */
  readonly file?: string;
  readonly newest: EvidenceStore['newest'];
  /** Makes the key that follows the one in the file, unless it is there already. Throws StoreDamaged where that one is gone. */
  makeNext(): void;
  /** Whether one lies there already. */
  hasNext(): boolean;
  /** As a server would open it now. */
  open(): Promise<EvidenceKey>;
}

const evidenceKeyOf = (
  { logId, config: { evidenceKey: source }, evidenceStore }: Opened,
  opened: () => Promise<OpenedKeys>,
): OfflineEvidenceKey => ({
  ...(source.from === 'own-key' ? {} : { file: source.path }),
  newest: (log, atMost) => evidenceStore.newest(log, atMost),
  hasNext: () => source.from !== 'own-key' && existsSync(nextKeyFile(source.path)),
  makeNext: () => {
    if (source.from === 'own-key') return;
    if (!existsSync(source.path)) {
      throw new StoreDamaged(
        `There is no evidence key ${source.path}: put it back. Where it is lost, start the server; an owner then begins a new log of evidence.`,
      );
    }
    makeKeyFile(nextKeyFile(source.path));
  },
  open: async () => openEvidenceKey(source, evidenceSeeds((await opened()).ownKeys), logId),
});

/** Opened over stores that its caller closes. Throws what opening keys throws. */
export const offlineKeys = async (parts: Opened, close: () => Promise<void>): Promise<OfflineKeys> => {
  const { eventStore, settled, material, rootKeys } = parts;
  const clock = systemClock;
  const store = material.ownKeys;
  const opened = () => openKeys(material, rootKeys, { clock });
  const told = async (): Promise<readonly ToldKey[]> => {
    const { ownKeys } = await opened();
    return OWN_KEY_NAMES.map((name) => {
      const [{ version, madeAt }, former] = ownKeys.good(name);
      const until = former === undefined ? {} : { formerUntil: timestamp(Math.min(madeAt + OWN_KEYS[name], NEVER)) };
      return { name, version, madeAt: timestamp(madeAt), ...until };
    });
  };
  await told();
  const deciding = await offlineDeciding({ eventStore, settled }, close);
  return {
    deciding,
    evidenceKey: evidenceKeyOf(parts, opened),
    list: told,
    change: async (name, { atOnce }) => {
      const { ownKeys, root } = await opened();
      const former = ownKeys.inForce(name);
      const next = sealNextOwnKey(former, { announced: !atOnce, root, random: systemRandom, now: clock.now() });
      await store.add(next);
      if (atOnce) {
        const all = (await store.all()).filter((each) => each.name === name && each.version < next.version);
        for (const { version } of all) await store.destroy(name, version);
      }
      const now = (await told()).find((each) => each.name === name);
      if (now === undefined) throw new Error(`there is no key ${name}`);
      return now;
    },
    close: () => deciding.close(),
  };
};
