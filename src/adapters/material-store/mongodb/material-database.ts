import { randomUUID } from 'node:crypto';
import type { Binary, Collection } from 'mongodb';
import type { RetiredHash } from '../../../kernel/material';
import { ensureIndexes } from '../../mongodb/indexes';
import { Marks } from '../../mongodb/marks';
import type { CopyMark } from '../copy-mark';
import type { Mongo, StoredByName } from '../../mongodb/mongo';

const FORMAT = 1;
const SEAL = 'seal of the log';
const MOVING = 'moving';

/** Bytes go in as they are and come out as the driver's kind of bytes. */
type Bytes = Uint8Array | Binary;

export interface ValueDocument extends StoredByName {
  readonly organizationId: string;
  readonly vaultId: string;
  readonly identityId: string;
  readonly version: number;
  readonly secretVersion: number;
  readonly scheme: string;
  readonly box: Bytes;
  readonly storedAt: number;
}

export interface SecretDocument extends StoredByName {
  readonly organizationId: string;
  readonly secretVersion: number;
  readonly box: Bytes;
  /** Who is about to destroy it; see `secrets.ts`. */
  readonly condemnedBy?: string;
}

export interface VaultKeysDocument extends StoredByName {
  readonly organizationId: string;
  readonly salt: Bytes;
  readonly historyKey: Bytes;
  readonly secretVersion: number;
}

export interface OwnKeyDocument extends StoredByName {
  readonly name: string;
  readonly version: number;
  readonly madeAt: number;
  readonly box: Bytes;
}

export interface RetiredDocument extends StoredByName {
  readonly retired: RetiredHash[];
}

/** The part of a database that holds sealed values and keys. */
export class MaterialDatabase {
  readonly values: Collection<ValueDocument>;
  readonly secrets: Collection<SecretDocument>;
  readonly vaultKeys: Collection<VaultKeysDocument>;
  readonly retired: Collection<RetiredDocument>;
  readonly ownKeys: Collection<OwnKeyDocument>;
  readonly marks: Marks;

  constructor(readonly mongo: Mongo) {
    this.values = mongo.collection<ValueDocument>('material_values');
    this.secrets = mongo.collection<SecretDocument>('material_secrets');
    this.vaultKeys = mongo.collection<VaultKeysDocument>('material_vault_keys');
    this.retired = mongo.collection<RetiredDocument>('material_retired');
    this.ownKeys = mongo.collection<OwnKeyDocument>('material_own_keys');
    this.marks = new Marks(mongo);
  }

  /** Throws `StoreDamaged` for what a later release wrote, and for an index that stands in the way of ours. */
  async open(): Promise<this> {
    const { mongo } = this;
    await this.marks.assertFormat('sealed values', FORMAT);
    const bySecret = { name: 'by_secret', on: ['organizationId', 'secretVersion'] };
    await ensureIndexes(mongo, this.values, [
      bySecret,
      { name: 'by_identity', on: ['identityId', 'version'] },
      { name: 'by_scheme', on: ['organizationId', 'scheme'] },
    ]);
    await ensureIndexes(mongo, this.secrets, [bySecret]);
    await ensureIndexes(mongo, this.vaultKeys, [bySecret]);
    return this;
  }

  /** Tells these values from every other database's, for as long as they and their copies live. */
  async id(): Promise<string> {
    return String(await this.marks.first('id of the sealed values', randomUUID()));
  }

  /** Which log they go with; undefined while they were bound to none. */
  async logId(): Promise<string | undefined> {
    const found = await this.marks.find('log of the sealed values');
    return found === undefined ? undefined : String(found);
  }

  /** What stands here of the seal of the log. */
  async sealMark(): Promise<string | undefined> {
    const found = await this.marks.find(SEAL);
    return found === undefined ? undefined : String(found);
  }

  keepSealMark(mark: string): Promise<void> {
    return this.marks.put(SEAL, mark);
  }

  async moving(): Promise<CopyMark | undefined> {
    const found = await this.marks.find(MOVING);
    return found === undefined ? undefined : (JSON.parse(String(found)) as CopyMark);
  }

  async setMoving(moving: CopyMark | undefined): Promise<void> {
    await (moving === undefined ? this.marks.remove(MOVING) : this.marks.put(MOVING, JSON.stringify(moving)));
  }

  /** What it holds is that of another store from now on, under its name. */
  async become(id: string, logId: string): Promise<void> {
    await this.marks.put('id of the sealed values', id);
    await this.marks.put('log of the sealed values', logId);
  }

  /** From now on they go with this log; false when another node bound them to another one meanwhile. */
  async bindTo(logId: string): Promise<boolean> {
    return (await this.marks.first('log of the sealed values', logId)) === logId;
  }
}
