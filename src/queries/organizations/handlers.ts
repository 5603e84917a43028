import { GetEncryptionHandler } from './get-encryption';
import { GetOrganizationHandler } from './get-organization';
import { ListOrganizationsHandler } from './list-organizations';

export const ORGANIZATION_QUERIES = [ListOrganizationsHandler, GetOrganizationHandler, GetEncryptionHandler];
