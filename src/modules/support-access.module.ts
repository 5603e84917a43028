import { Module } from '@nestjs/common';
import { DisableAllSupportAccessHandler } from '../commands/support-access/disable-all-support-access';
import { RecordSupportAuditReadHandler } from '../commands/support-access/record-support-audit-read';
import { SetSupportAccessHandler } from '../commands/support-access/set-support-access';
import { TellSupportAccessExpiryHandler } from '../commands/support-access/tell-support-access-expiry';
import { OrganizationSupportController } from '../http/support-access/organization-support.controller';
import { SupportAccessController } from '../http/support-access/support-access.controller';
import { TellSupportAccessExpiryWhenDue } from '../policies/tell-support-access-expiry-when-due';
import { GetSupportAccessHandler } from '../queries/support-access/get-support-access';
import { ListSupportAuditHandler } from '../queries/support-access/list-support-audit';
import { AuditModule } from './audit.module';

/** Support access: routes, commands, queries, and what happens by itself. */
@Module({
  imports: [AuditModule],
  controllers: [OrganizationSupportController, SupportAccessController],
  providers: [
    SetSupportAccessHandler,
    DisableAllSupportAccessHandler,
    RecordSupportAuditReadHandler,
    TellSupportAccessExpiryHandler,
    GetSupportAccessHandler,
    ListSupportAuditHandler,
    TellSupportAccessExpiryWhenDue,
  ],
  exports: [TellSupportAccessExpiryWhenDue],
})
export class SupportAccessModule {}
