import type { KeyAnnouncement } from '../../../wire/server-key-announcement';
import type { Clock } from '../../kernel/clock';
import { OWN_KEYS, type OwnKeyName } from '../../kernel/own-keys';

/** One version of a key, opened. */
export interface OwnKey {
  readonly name: OwnKeyName;
  readonly version: number;
  readonly madeAt: number;
  readonly bytes: Uint8Array;
  /** Of `job-signing`: how every former key leads to this one. */
  readonly announcements: readonly KeyAnnouncement[];
}

/** The server's own keys as they were at start: they are changed while no server runs. */
export class OwnKeys {
  /** Newest first. */
  private readonly versions: ReadonlyMap<OwnKeyName, readonly OwnKey[]>;

  /** `keys`: at least one of each name. */
  constructor(
    keys: readonly OwnKey[],
    private readonly clock: Clock,
  ) {
    const byName = new Map<OwnKeyName, readonly OwnKey[]>();
    for (const key of keys) {
      const all = [...(byName.get(key.name) ?? []), key];
      byName.set(
        key.name,
        all.toSorted((a, b) => b.version - a.version),
      );
    }
    this.versions = byName;
  }

  /** The one in force, then former ones that are still good. */
  good(name: OwnKeyName): readonly [OwnKey, ...OwnKey[]] {
    const [inForce, ...former] = this.versions.get(name) ?? [];
    if (inForce === undefined) throw new Error(`there is no key ${name}`);
    const since = this.clock.now() - OWN_KEYS[name];
    // A former one is good for a while from the moment its successor was made.
    const newer = [inForce, ...former];
    return [inForce, ...former.filter((_, index) => (newer[index]?.madeAt ?? 0) > since)];
  }

  /** Those that are good for nothing any more. */
  outlived(): readonly OwnKey[] {
    return [...this.versions].flatMap(([name, all]) => {
      const good = this.good(name);
      return all.filter((key) => !good.includes(key));
    });
  }

  inForce(name: OwnKeyName): OwnKey {
    return this.good(name)[0];
  }
}
