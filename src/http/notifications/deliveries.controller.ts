import { Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ReplayDelivery } from '../../commands/notifications/replay-delivery';
import type { Context } from '../../kernel/context';
import { ListDeliveries } from '../../queries/notifications/list-deliveries';
import { Cursors } from '../paging/cursors';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { Reply } from '../reply/reply';
import { DeliveryDto, DeliveryQuery } from './channel.dtos';

const SHARED = {
  permission: 'accounts.manage where the channel is; for all organizations where it is the account’s',
};

/** What was sent, or is to be. */
@ApiTags('Notifications')
@Controller('notification-deliveries')
export class DeliveriesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Get()
  @Endpoint({
    ...SHARED,
    summary: 'Deliveries, newest first, with each attempt',
    id: 'listDeliveries',
    description:
      'Every message to a webhook or a mail address: what waits and until when, what was taken, what was given up after a day. Many of one kind that waited go as one.',
    answers: { 200: pageOf(DeliveryDto) },
    codes: ['NOT_FOUND'],
    reads: ['deliveries'],
  })
  async list(@Ctx() context: Context, @Query() { limit, cursor, ...filter }: DeliveryQuery) {
    const list = `deliveries ${JSON.stringify(Object.entries(filter).toSorted())}`;
    const page = this.cursors.request(list, { limit, cursor });
    return this.cursors.answer(list, await this.queries.execute(new ListDeliveries(context, filter, page)));
  }

  @Post(':id/replay')
  @Endpoint({
    ...SHARED,
    summary: 'Send a delivery once more',
    id: 'replayDelivery',
    description:
      'Whatever came of it; one that waits is tried at once. It has another day. The last 200 of a receiver can be sent again.',
    answers: { 202: null },
  })
  async replay(@Ctx() context: Context, @PathId('delivery') id: string) {
    const { position } = await this.commands.execute(new ReplayDelivery(context, id));
    return new Reply(202, undefined, { position });
  }
}
