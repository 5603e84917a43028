import type { ModelSchema } from '../../src/kernel/read-model';

/** An identity as lists show it; never its value. Sessions that time has ended are told apart when it is read. */
export interface IdentityDocument {
  readonly id: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
  readonly name: string;
  readonly username: string;
  readonly credentialType: string;
  readonly state: 'active' | 'deleted';
  readonly rotationIntervalDays?: number;
  readonly rotateAfterUse: boolean;
  readonly hostIds: readonly string[];
  readonly connector?: string;
  readonly connectorSettings?: Readonly<Record<string, string | number>>;
  readonly passwordPolicy?: object;
  readonly allowConcurrentCheckout: boolean;
  readonly maxConcurrentSessions: number;
  readonly credentialVersion: number;
  readonly openSessions: readonly { readonly id: string; readonly expiresAt: string }[];
  readonly rotation: RotationDocument;
  readonly lastRotatedAt?: string;
  readonly nextRotationAt?: string;
  readonly history: readonly HistoryEntry[];
  readonly createdAt: string;
  /** Revision of its stream: the ETag. */
  readonly revision: number;
}

export interface RotationDocument {
  readonly status: 'none' | 'pending' | 'confirmed' | 'failed' | 'suspended';
  readonly mode?: 'hosts' | 'vault' | 'manual';
  readonly trigger?: string;
  readonly startedAt?: string;
  readonly vaultOnly?: boolean;
  readonly detail?: string;
}

export interface HistoryEntry {
  readonly version: number;
  readonly retiredAt: string;
  readonly retiredBy: string;
  readonly restorable: boolean;
}

export const IDENTITIES: ModelSchema = {
  name: 'identities',
  version: 1,
  fields: { organizationId: 'text', identityGroupId: 'text', state: 'text' },
  indexes: [['organizationId', 'state'], ['identityGroupId', 'state'], ['state']],
  words: { of: ['name', 'username'], within: 'organizationId' },
};
