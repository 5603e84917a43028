import { identity } from '../../domain/identities/evolve';
import { importedAsV1 } from '../../kernel/value-schemes';
import type { SealedMaterial } from '../../kernel/material';
import type { MaterialStore } from '../../kernel/material-store';
import { SealBroken, type Sealing } from '../../kernel/sealing';
import { ValueMissing } from '../../kernel/store-errors';
import type { StreamReader } from '../../kernel/stream-reader';
import { KeyReads } from './key-reads';

/** What must be at hand before a fact promises a value: opening it needs no store any more. */
export type Opener = () => string;

/** Reads what opening needs, by the scheme that the value is sealed with. */
export class Opening {
  constructor(
    private readonly store: MaterialStore,
    private readonly sealing: Sealing,
    private readonly reader: StreamReader,
  ) {}

  /** Errors: {@link ValueMissing}; {@link SealBroken}, of the opener too. */
  async read(identityId: string, version: number, reads: KeyReads): Promise<Opener> {
    const material = await this.store.get(identityId, version);
    if (material === undefined) {
      throw new ValueMissing(`the material store lacks version ${version} of identity ${identityId}`);
    }
    const [keys, secret] = await Promise.all([
      reads.vaultKeys(material.vaultId),
      reads.secret(material.organizationId, material.secretVersion),
    ]);
    if (keys === undefined) {
      throw new ValueMissing(`the material store lacks the keys of vault ${material.vaultId}`);
    }
    if (secret === undefined) {
      return this.readResealed(identityId, version, material.secretVersion);
    }
    if (material.scheme === 'v1') {
      await this.assertImported(material);
      return () => this.sealing.openV1(material, secret);
    }
    return () => this.sealing.open(material, keys, secret);
  }

  /** A `v1` box opens wherever it is put: only where the log says that one was imported is it taken for one. */
  private async assertImported({ identityId, version }: SealedMaterial): Promise<void> {
    const { state } = await (await this.reader.fresh()).load(identity, identityId);
    if (!importedAsV1(state.schemes).includes(version)) {
      throw new SealBroken(`version ${version} of identity ${identityId}`);
    }
  }

  /** The secret is gone because the value was re-sealed since it was read; if it was not, that is damage. */
  private async readResealed(identityId: string, version: number, oldSecretVersion: number): Promise<Opener> {
    const now = await this.store.get(identityId, version);
    if (now === undefined || now.secretVersion === oldSecretVersion) {
      throw new ValueMissing(`the material store lacks secret ${oldSecretVersion} of identity ${identityId}`);
    }
    return this.read(identityId, version, new KeyReads(this.store));
  }
}
