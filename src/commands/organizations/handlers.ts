import { ChangeOrganizationHandler } from './change-organization';
import { CreateOrganizationHandler } from './create-organization';
import { DeleteOrganizationHandler } from './delete-organization';
import { Membership } from './membership';
import { RequestUpgradeHandler } from './request-upgrade';
import { ResealOrganizationHandler } from './reseal-organization';
import { SetOrganizationSecretHandler } from './set-organization-secret';

export const ORGANIZATION_COMMANDS = [
  Membership,
  CreateOrganizationHandler,
  ChangeOrganizationHandler,
  DeleteOrganizationHandler,
  SetOrganizationSecretHandler,
  ResealOrganizationHandler,
  RequestUpgradeHandler,
];
