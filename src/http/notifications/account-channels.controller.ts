import { Controller, Get, Inject, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { SetNotificationChannels } from '../../commands/notifications/set-notification-channels';
import type { Context } from '../../kernel/context';
import { GetNotificationChannels } from '../../queries/notifications/get-notification-channels';
import { Operation } from '../operation/operation';
import { Ctx, Input } from '../operation/parameters';
import { answered } from '../reply/reply';
import { Channels, SetChannelsBody } from './channel-schemas';
import { wantedChannels } from './wanted-channels';

const SHARED = { tag: 'Notifications', permission: 'account owners' };

/** Where notifications of the whole account go besides inboxes. */
@Controller('notification-channels')
export class AccountChannelsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get()
  @Operation({
    ...SHARED,
    summary: 'The channels of the account',
    id: 'getAccountChannels',
    description:
      'Webhooks and mail addresses that are sent whatever happens, in any organization; never their secrets.',
    answers: { 200: Channels },
  })
  async get(@Ctx() context: Context) {
    return { channels: await this.queries.execute(new GetNotificationChannels(context)) };
  }

  @Put()
  @Operation({
    ...SHARED,
    summary: 'Set the channels of the account',
    id: 'setAccountChannels',
    description: 'These and no others, as for an organization.',
    body: SetChannelsBody,
    answers: { 200: Channels },
  })
  async set(@Ctx() context: Context, @Input() body: SetChannelsBody) {
    const command = new SetNotificationChannels(context, undefined, wantedChannels(body));
    const { position } = await this.commands.execute(command);
    return answered({ channels: await this.queries.execute(new GetNotificationChannels(context)) }, { position });
  }
}
