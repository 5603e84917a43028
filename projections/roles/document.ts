import type { ModelSchema } from '../../src/kernel/read-model';

export interface RoleDocument {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly string[];
  /** How often it was changed: the ETag. */
  readonly revision: number;
}

export const ROLES: ModelSchema = { name: 'roles', version: 4, fields: {}, indexes: [] };
