import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { SetNotificationChannels } from '../../commands/notifications/set-notification-channels';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetNotificationChannels } from '../../queries/notifications/get-notification-channels';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { IfMatch } from '../platform/endpoint/if-match';
import { PathId } from '../platform/endpoint/path-parameter';
import { single } from '../reply/reply';
import { ChannelsDto, SetChannelsDto } from './channel.dtos';
import { wantedChannels } from './wanted-channels';

const SHARED = { permission: 'accounts.manage in the organization' };

/** Where notifications of an organization go besides inboxes. */
@ApiTags('Notifications')
@Controller('organizations/:id/notification-channels')
export class OrganizationChannelsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get()
  @Endpoint({
    ...SHARED,
    summary: 'The channels of an organization',
    id: 'getOrganizationChannels',
    description: 'Webhooks and mail addresses that are sent what happens in it; never their secrets.',
    answers: { 200: ChannelsDto },
    etag: true,
  })
  async get(@Ctx() context: Context, @PathId('organization') id: string) {
    return single(await this.queries.execute(new GetNotificationChannels(context, id)));
  }

  @Put()
  @Endpoint({
    ...SHARED,
    summary: 'Set the channels of an organization',
    id: 'setOrganizationChannels',
    description:
      'These and no others; one with its id stays, without a new `secret` with its old one. Webhooks are signed (Standard Webhooks), sent to public addresses only, and tried for a day.',
    answers: { 200: ChannelsDto },
    etag: true,
  })
  async set(
    @Ctx() context: Context,
    @PathId('organization') id: string,
    @Body() body: SetChannelsDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    const command = new SetNotificationChannels(context, id, wantedChannels(body), ifMatch);
    const { position } = await this.commands.execute(command);
    return single(await this.queries.execute(new GetNotificationChannels(context, id)), { position });
  }
}
