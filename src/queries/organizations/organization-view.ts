import type { OrganizationDocument } from '../../../projections/organizations/document';

export type OrganizationView = Omit<OrganizationDocument, 'revision'>;

export const organizationView = ({ revision: _, ...organization }: OrganizationDocument): OrganizationView =>
  organization;
