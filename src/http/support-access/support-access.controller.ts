import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { DisableAllSupportAccess } from '../../commands/support-access/disable-all-support-access';
import { RecordSupportAuditRead } from '../../commands/support-access/record-support-audit-read';
import type { Context } from '../../kernel/context';
import { ListSupportAudit } from '../../queries/support-access/list-support-audit';
import { SUPPORT_FACTS } from '../../queries/support-access/support-facts';
import { AuditEntryDto } from '../audit/audit.dtos';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { recipe } from '../platform/repetition/recipe';
import { Cursors } from '../paging/cursors';
import { answered } from '../reply/reply';
import { EmergencyDisableDto, EmergencyDisabledDto, SupportAuditQuery } from './support-access.dtos';

/** Support access of the account as a whole. */
const DISABLED = recipe<undefined>({
  reply: (_, { ids, position }) => answered({ organizations: Number(ids['organizations'] ?? 0) }, { ids, position }),
});

@ApiTags('Support access')
@Controller('support-access')
export class SupportAccessController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post('emergency-disable')
  @Endpoint({
    id: 'emergencyDisableSupportAccess',
    summary: 'Disable all support access of the account at once',
    permission: 'support_access.manage for all organizations; never support itself',
    description:
      'From the moment it answers no request of a user marked `support` is served, on any server; it answers some 0.6 seconds after it took effect. Their sessions end (`support_disabled`), and what they held rotates.',
    answers: { 200: EmergencyDisabledDto },
    repeat: DISABLED,
  })
  async emergencyDisable(@Ctx() context: Context, @Body() { reason }: EmergencyDisableDto) {
    const { organizations, position } = await this.commands.execute(new DisableAllSupportAccess(context, reason));
    return answered({ organizations }, { position, ids: { organizations: String(organizations) } });
  }

  @Get('audit')
  @Endpoint({
    id: 'listSupportAudit',
    summary: 'What was done about support access, newest first',
    permission:
      'support_access.manage or pam_audit.read; facts of the account only when one of them is assigned for all',
    description:
      'Every enabling, update and disabling, emergency disables, warnings, ends, refused tries and who was marked as support: who, when, why and from which address. Reading is recorded.',
    answers: { 200: pageOf(AuditEntryDto) },
    codes: ['NOT_FOUND'],
    reads: ['audit_trail', 'names'],
  })
  async audit(@Ctx() context: Context, @Query() { organizationId, ...query }: SupportAuditQuery) {
    const list = `support audit ${organizationId ?? ''}`;
    const page = this.cursors.request(list, query);
    await this.commands.execute(new RecordSupportAuditRead(context, SUPPORT_FACTS, organizationId));
    return this.cursors.answer(list, await this.queries.execute(new ListSupportAudit(context, organizationId, page)));
  }
}
