import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ReplayDelivery } from '../../commands/notifications/replay-delivery';
import type { Context } from '../../kernel/context';
import { ListDeliveries } from '../../queries/notifications/list-deliveries';
import { Operation } from '../operation/operation';
import { Ctx, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { Reply } from '../reply/reply';
import { listOf } from '../schema/fields';
import { Delivery, DeliveryQuery } from './channel-schemas';

const SHARED = {
  tag: 'Notifications',
  permission: 'accounts.manage where the channel is; for all organizations where it is the account’s',
};

/** What was sent, or is to be. */
@Controller('notification-deliveries')
export class DeliveriesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  @Get()
  @Operation({
    ...SHARED,
    summary: 'Deliveries, newest first, with each attempt',
    id: 'listDeliveries',
    description:
      'Every message to a webhook or a mail address: what waits and until when, what was taken, what was given up after a day. Many of one kind that waited go as one.',
    query: DeliveryQuery,
    answers: { 200: listOf(Delivery) },
    codes: ['NOT_FOUND'],
    reads: ['deliveries'],
  })
  async list(@Ctx() context: Context, @QueryInput() { limit, cursor, ...filter }: DeliveryQuery) {
    const list = `deliveries ${JSON.stringify(Object.entries(filter).toSorted())}`;
    const page = this.cursors.request(list, {
      ...(limit === undefined ? {} : { limit }),
      ...(cursor === undefined ? {} : { cursor }),
    });
    return this.cursors.answer(list, await this.queries.execute(new ListDeliveries(context, filter, page)));
  }

  @Post(':id/replay')
  @Operation({
    ...SHARED,
    summary: 'Send a delivery once more',
    id: 'replayDelivery',
    description:
      'Whatever came of it; one that waits is tried at once. It has another day. The last 200 of a receiver can be sent again.',
    thing: 'delivery',
    answers: { 202: null },
  })
  async replay(@Ctx() context: Context, @PathId() id: string) {
    const { position } = await this.commands.execute(new ReplayDelivery(context, id));
    return new Reply(202, undefined, { position });
  }
}
