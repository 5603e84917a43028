import { PERMISSIONS, type Permission } from '../domain/permissions';

export interface ExplainedPermission {
  readonly name: Permission;
  /** What it allows, in the organizations it is assigned for. */
  readonly description: string;
}

/** Every permission there is, in the manual's order. */
export const EXPLAINED_PERMISSIONS: readonly ExplainedPermission[] = Object.entries(PERMISSIONS).map(
  ([name, description]) => ({ name: name as Permission, description }),
);
