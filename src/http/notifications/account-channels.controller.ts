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
import { single } from '../reply/reply';
import { ChannelsDto, SetChannelsDto } from './channel.dtos';
import { wantedChannels } from './wanted-channels';

const SHARED = { permission: 'account owners' };

/** Where notifications of the whole account go besides inboxes. */
@ApiTags('Notifications')
@Controller('notification-channels')
export class AccountChannelsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get()
  @Endpoint({
    ...SHARED,
    summary: 'The channels of the account',
    id: 'getAccountChannels',
    description:
      'Webhooks and mail addresses that are sent whatever happens, in any organization; never their secrets.',
    answers: { 200: ChannelsDto },
    etag: true,
  })
  async get(@Ctx() context: Context) {
    return single(await this.queries.execute(new GetNotificationChannels(context)));
  }

  @Put()
  @Endpoint({
    ...SHARED,
    summary: 'Set the channels of the account',
    id: 'setAccountChannels',
    description: 'These and no others, as for an organization.',
    answers: { 200: ChannelsDto },
    etag: true,
  })
  async set(@Ctx() context: Context, @Body() body: SetChannelsDto, @IfMatch() ifMatch: SeenRevision | undefined) {
    const command = new SetNotificationChannels(context, undefined, wantedChannels(body), ifMatch);
    const { position } = await this.commands.execute(command);
    return single(await this.queries.execute(new GetNotificationChannels(context)), { position });
  }
}
