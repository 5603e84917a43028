import type { OrganizationDocument } from '../../../projections/organizations/document';

export type OrganizationView = Omit<OrganizationDocument, 'revision'>;

/** Facts, and so documents, are older than some settings. */
export const organizationView = ({
  revision: _,
  settings,
  ...organization
}: OrganizationDocument): OrganizationView => ({
  ...organization,
  settings: { receiptBeforeDisclosure: false, ...settings },
});
