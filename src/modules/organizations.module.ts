import { Module } from '@nestjs/common';
import { ChangeOrganizationHandler } from '../commands/organizations/change-organization';
import { CreateOrganizationHandler } from '../commands/organizations/create-organization';
import { DeleteOrganizationHandler } from '../commands/organizations/delete-organization';
import { DestroyOrganizationSecretsHandler } from '../commands/organizations/destroy-organization-secrets';
import { FinishUpgradeHandler } from '../commands/organizations/finish-upgrade';
import { Membership } from '../commands/organizations/membership';
import { RequestUpgradeHandler } from '../commands/organizations/request-upgrade';
import { ResealOrganizationHandler } from '../commands/organizations/reseal-organization';
import { SetOrganizationSecretHandler } from '../commands/organizations/set-organization-secret';
import { EncryptionController } from '../http/organizations/encryption.controller';
import { OrganizationsController } from '../http/organizations/organizations.controller';
import { DestroySecretsWhenOrganizationForgotten } from '../policies/destroy-secrets-when-organization-forgotten';
import { ResealValuesWhenSecretReplaced } from '../policies/reseal-values-when-secret-replaced';
import { GetEncryptionHandler } from '../queries/organizations/get-encryption';
import { GetOrganizationHandler } from '../queries/organizations/get-organization';
import { ListOrganizationsHandler } from '../queries/organizations/list-organizations';
import { MaterialModule } from './material.module';

/** Organizations: routes, commands, queries, and what happens by itself. */
@Module({
  imports: [MaterialModule],
  controllers: [OrganizationsController, EncryptionController],
  providers: [
    Membership,
    CreateOrganizationHandler,
    ChangeOrganizationHandler,
    DeleteOrganizationHandler,
    SetOrganizationSecretHandler,
    ResealOrganizationHandler,
    RequestUpgradeHandler,
    DestroyOrganizationSecretsHandler,
    FinishUpgradeHandler,
    ListOrganizationsHandler,
    GetOrganizationHandler,
    GetEncryptionHandler,
    DestroySecretsWhenOrganizationForgotten,
    ResealValuesWhenSecretReplaced,
  ],
  exports: [Membership, DestroySecretsWhenOrganizationForgotten, ResealValuesWhenSecretReplaced],
})
export class OrganizationsModule {}
