import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SetSupportAccess } from '../../commands/support-access/set-support-access';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetSupportAccess } from '../../queries/support-access/get-support-access';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { IfMatch } from '../platform/endpoint/if-match';
import { PathId } from '../platform/endpoint/path-parameter';
import { single } from '../reply/reply';
import { invalid } from '../platform/validation/invalid';
import { SetSupportAccessDto, SupportAccessDto } from './support-access.dtos';

/** Whether the vendor's support is let into an organization. */
@ApiTags('Support access')
@Controller('organizations/:id/support-access')
export class OrganizationSupportController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get()
  @Endpoint({
    id: 'getSupportAccess',
    summary: 'Is support let into the organization?',
    permission: 'support_access.manage or pam_audit.read in the organization',
    description: 'On or off as the log says now, with the reason, the end and who changed it last.',
    answers: { 200: SupportAccessDto },
    etag: true,
  })
  async get(@Ctx() context: Context, @PathId('organization') id: string) {
    return single(await this.queries.execute(new GetSupportAccess(context, id)));
  }

  @Put()
  @Endpoint({
    id: 'setSupportAccess',
    summary: 'Enable, update or disable support access',
    permission: 'support_access.manage in the organization; never support itself',
    description:
      'Users marked `support` act only while it is on, and only in this organization. It ends with its days, or when it is disabled: their sessions end then (`support_disabled`), and what they held rotates. Once a disabling has answered, no request of theirs is served any more.',
    answers: { 200: SupportAccessDto },
    etag: true,
  })
  async set(
    @Ctx() context: Context,
    @PathId('organization') id: string,
    @Body() body: SetSupportAccessDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    if (!body.enabled && body.expiresInDays !== undefined) {
      throw invalid({ field: 'expiresInDays', message: 'is only for what is enabled' });
    }
    const { position } = await this.commands.execute(new SetSupportAccess(context, id, body, ifMatch));
    return single(await this.queries.execute(new GetSupportAccess(context, id)), { position });
  }
}
