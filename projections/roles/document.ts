import type { ModelSchema } from '../../src/kernel/read-model';

export interface RoleDocument {
  readonly id: string;
  readonly name: string;
  readonly permissions: readonly string[];
}

export const ROLES: ModelSchema = { name: 'roles', version: 1, fields: {}, indexes: [] };
