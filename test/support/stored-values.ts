import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedMaterialStore } from '../../src/adapters/material-store/embedded/embedded-material-store';
import { MaterialFile } from '../../src/adapters/material-store/embedded/material-file';
import { systemRandom } from '../../src/adapters/outside/system-random';
import { RootKeySealing } from '../../src/adapters/sealing/root-key-sealing';
import type { Decisions } from '../../src/commands/deciding/decisions';
import { LegacyUpgrades } from '../../src/commands/material/legacy-upgrades';
import { LegacyValues } from '../../src/commands/material/legacy-values';
import { SealFailures } from '../../src/commands/material/seal-failures';
import type { DomainEvent } from '../../src/kernel/event';
import { Foreground } from '../../src/kernel/foreground';
import { Shutdown } from '../../src/kernel/shutdown';
import type { SealedMaterial, SealedSecret, SealedVaultKeys } from '../../src/kernel/material';
import type { MaterialStore } from '../../src/kernel/material-store';
import type { StreamReader } from '../../src/kernel/stream-reader';
import { EARLIER, NOW } from './streams/a-vault';
import { identityCreated } from './streams/an-identity-made';
import { fact, Ground } from './streams/ground-of';
import type { Streams } from './streams/view-of';
import { v1Box } from './v1-box';
import { withMethods } from './with-methods';

export const SECRETS = [
  '',
  'the first secret, of thirty-two letters',
  'the second one, of thirty-two letters',
] as const;
const ORGANIZATION = { organizationId: 'o', name: 'Acme', settings: {}, createdAt: EARLIER };

/** Organization `o`, with as many secrets as were set in it. */
export const organizationWith = (secrets: number, ...more: readonly DomainEvent[]): Streams => ({
  'organization-o': [
    fact('organization-created', ORGANIZATION),
    ...Array.from({ length: secrets }, (_, n) =>
      fact('organization-secret-set', { organizationId: 'o', secretVersion: n + 1 }),
    ),
    ...more,
  ],
});

/** An identity of vault `v`; its first value as it was imported, where a scheme is named. */
export const identityMade = (
  identityId: string,
  scheme?: 'v1' | 'plaintext',
  ...more: readonly DomainEvent[]
): Streams => ({
  [`identity-${identityId}`]: [
    identityCreated({ organizationId: 'o', identityGroupId: 'v', identityId }, scheme === undefined ? {} : { scheme }),
    ...more,
  ],
});

/** What a node that upgrades has of its own. */
export interface UpgradingNode {
  readonly store?: MaterialStore;
  readonly foreground?: Foreground;
  readonly shutdown?: Shutdown;
  readonly reader?: StreamReader;
  readonly deciding?: Decisions;
}

/** A store of sealed values as it really is, and a log in memory that names them. */
export class StoredValues {
  private readonly folder = mkdtempSync(join(tmpdir(), 'keyledger-values-'));
  private readonly file = new MaterialFile(join(this.folder, 'material.db'));
  readonly store = embeddedMaterialStore(this.file);
  readonly sealing = new RootKeySealing(Buffer.alloc(32, 7), systemRandom);
  readonly ground: Ground;
  readonly told: object[] = [];
  readonly failures: SealFailures;

  constructor(streams: Streams) {
    this.ground = new Ground(streams);
    const alarm = { failed: (failure: object) => void this.told.push(failure), untold: () => undefined };
    const { store, reader, clock, ids } = this.ground;
    this.failures = new SealFailures(store, reader, clock, ids, alarm);
  }

  close(): void {
    this.file.close();
    rmSync(this.folder, { recursive: true });
  }

  /** Secret 1 or 2 of the organization, which stands in the store from now on. */
  async secret(version: 1 | 2): Promise<SealedSecret> {
    const found = await this.store.secret('o', version);
    const secret = found ?? this.sealing.sealSecret('o', version, SECRETS[version]);
    if (found === undefined) await this.store.addSecret(secret);
    return secret;
  }

  /** The keys of a vault, made under a secret unless it has some. */
  async keys(secretVersion: 1 | 2 = 1, vaultId = 'v'): Promise<SealedVaultKeys> {
    const found = await this.store.vaultKeys(vaultId);
    if (found !== undefined) return found;
    const secret = await this.secret(secretVersion);
    return this.store.putVaultKeys(this.sealing.makeVaultKeys('o', vaultId, secret));
  }

  /** Stores a value; `as: 'v1'`, as the system had it that was there before. */
  async put(
    identityId: string,
    version: number,
    value: string,
    {
      secretVersion = 1,
      as = 'v2',
      storedAt = Date.parse(NOW),
    }: { secretVersion?: 1 | 2; as?: 'v1' | 'v2'; storedAt?: number } = {},
  ): Promise<SealedMaterial> {
    const address = { organizationId: 'o', vaultId: 'v', identityId, version };
    const [secret, keys] = [await this.secret(secretVersion), await this.keys(secretVersion)];
    const box = Buffer.from(v1Box(SECRETS[secretVersion], value), 'base64');
    const material =
      as === 'v1'
        ? ({ ...address, secretVersion, scheme: 'v1', box, storedAt } as const)
        : this.sealing.seal(address, value, keys, secret, storedAt);
    await this.store.add(material);
    return material;
  }

  /** What takes in values of the system that was there before, over this store or another one. */
  legacy(store: MaterialStore = this.store): LegacyValues {
    return new LegacyValues(store, this.sealing, this.ground.clock);
  }

  /** What seals such values anew, as a node with these parts of its own does. */
  upgrades({
    store = this.store,
    foreground = new Foreground(),
    shutdown = new Shutdown(),
    reader = this.ground.reader,
    deciding = this.ground.deciding,
  }: UpgradingNode = {}): LegacyUpgrades {
    const { clock, ids } = this.ground;
    return new LegacyUpgrades(store, this.sealing, clock, reader, ids, deciding, this.failures, foreground, shutdown);
  }

  /** The store, but for what a test puts in the place of some of it. */
  instead(changed: Partial<MaterialStore>): MaterialStore {
    return withMethods(this.store, changed);
  }
}
