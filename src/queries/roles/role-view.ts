import type { RoleDocument } from '../../../projections/roles/document';

export type RoleView = Omit<RoleDocument, 'revision'>;

export const roleView = ({ revision: _, ...shown }: RoleDocument): RoleView => shown;
