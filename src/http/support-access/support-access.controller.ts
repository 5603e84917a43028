import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { DisableAllSupportAccess } from '../../commands/support-access/disable-all-support-access';
import { RecordSupportAuditRead } from '../../commands/support-access/record-support-audit-read';
import type { Context } from '../../kernel/context';
import { ListSupportAudit } from '../../queries/support-access/list-support-audit';
import { SUPPORT_FACTS } from '../../queries/support-access/support-facts';
import { AuditEntry } from '../audit/audit-schemas';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, Input, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { answered } from '../reply/reply';
import { listOf } from '../schema/fields';
import { EmergencyDisableBody, EmergencyDisabled, SupportAuditQuery } from './support-access-schemas';

const TAG = { tag: 'Support access' };

/** Support access of the account as a whole. */
@Controller('support-access')
export class SupportAccessController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Post('emergency-disable')
  @Operation({
    ...TAG,
    summary: 'Disable all support access of the account at once',
    id: 'emergencyDisableSupportAccess',
    permission: 'support_access.manage for all organizations; never support itself',
    description:
      'From the moment it answers no request of a user marked `support` is served, on any server; it answers some 0.6 seconds after it took effect. Their sessions end (`support_disabled`), and what they held rotates.',
    body: EmergencyDisableBody,
    answers: { 200: EmergencyDisabled },
    repeat: 'repeatEmergencyDisable',
  })
  async emergencyDisable(@Ctx() context: Context, @Input() { reason }: EmergencyDisableBody) {
    const { organizations, position } = await this.commands.execute(new DisableAllSupportAccess(context, reason));
    return answered({ organizations }, { position, ids: { organizations: String(organizations) } });
  }

  repeatEmergencyDisable({ receipt: { ids, position } }: Repetition) {
    return Promise.resolve(answered({ organizations: Number(ids['organizations'] ?? 0) }, { position }));
  }

  @Get('audit')
  @Operation({
    ...TAG,
    summary: 'What was done about support access, newest first',
    id: 'listSupportAudit',
    permission:
      'support_access.manage or pam_audit.read; facts of the account only when one of them is assigned for all',
    description:
      'Every enabling, update and disabling, emergency disables, warnings, ends, refused tries and who was marked as support: who, when, why and from which address. Reading is recorded.',
    query: SupportAuditQuery,
    answers: { 200: listOf(AuditEntry) },
    codes: ['NOT_FOUND'],
    reads: ['audit_trail', 'names'],
  })
  async audit(@Ctx() context: Context, @QueryInput() { organizationId, ...query }: SupportAuditQuery) {
    const list = `support audit ${organizationId ?? ''}`;
    const page = this.cursors.request(list, query);
    await this.commands.execute(new RecordSupportAuditRead(context, SUPPORT_FACTS, organizationId));
    return this.cursors.answer(list, await this.queries.execute(new ListSupportAudit(context, organizationId, page)));
  }
}
