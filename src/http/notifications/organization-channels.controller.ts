import { Controller, Get, Inject, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { SetNotificationChannels } from '../../commands/notifications/set-notification-channels';
import type { Context } from '../../kernel/context';
import { GetNotificationChannels } from '../../queries/notifications/get-notification-channels';
import { Operation } from '../operation/operation';
import { Ctx, Input, PathId } from '../operation/parameters';
import { answered } from '../reply/reply';
import { Channels, SetChannelsBody } from './channel-schemas';
import { wantedChannels } from './wanted-channels';

const SHARED = { tag: 'Notifications', thing: 'organization', permission: 'accounts.manage in the organization' };

/** Where notifications of an organization go besides inboxes. */
@Controller('organizations/:id/notification-channels')
export class OrganizationChannelsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation({
    ...SHARED,
    summary: 'The channels of an organization',
    id: 'getOrganizationChannels',
    description: 'Webhooks and mail addresses that are sent what happens in it; never their secrets.',
    answers: { 200: Channels },
  })
  async get(@Ctx() context: Context, @PathId() id: string) {
    return { channels: await this.queries.execute(new GetNotificationChannels(context, id)) };
  }

  @Put()
  @Operation({
    ...SHARED,
    summary: 'Set the channels of an organization',
    id: 'setOrganizationChannels',
    description:
      'These and no others; one with its id stays, without a new `secret` with its old one. Webhooks are signed (Standard Webhooks), sent to public addresses only, and tried for a day.',
    body: SetChannelsBody,
    answers: { 200: Channels },
  })
  async set(@Ctx() context: Context, @PathId() id: string, @Input() body: SetChannelsBody) {
    const command = new SetNotificationChannels(context, id, wantedChannels(body));
    const { position } = await this.commands.execute(command);
    return answered({ channels: await this.queries.execute(new GetNotificationChannels(context, id)) }, { position });
  }
}
