import { Controller, Get, Headers, Inject, Post, Query, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { MarkNotificationRead } from '../../commands/notifications/mark-notification-read';
import type { Context } from '../../kernel/context';
import { ListNotifications } from '../../queries/notifications/list-notifications';
import { ClientDisconnected } from '../agent/client-disconnected';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { Cursors } from '../paging/cursors';
import { done } from '../reply/reply';
import { InboxDto, InboxQuery } from './notification.dtos';
import { NotificationStreams } from './notification-streams';

const PERMISSION = 'nothing but a token: everybody has an inbox';
const POSITION = /^\d{16,200}$/;

/** The caller's inbox. */
@ApiTags('Notifications')
@Controller('notifications')
export class NotificationsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(NotificationStreams) private readonly streams: NotificationStreams,
  ) {}

  @Get()
  @Endpoint({
    id: 'listNotifications',
    permission: PERMISSION,
    summary: 'Your inbox, newest first',
    description:
      'What happened that admins and owners should look at, and what concerns you. Shown as far as you may see it now: who is no admin any more finds only what concerns them.',
    answers: { 200: InboxDto },
    reads: ['inbox'],
  })
  async list(@Ctx() context: Context, @Query() { unread, severity, ...query }: InboxQuery) {
    const filter = { ...(unread === undefined ? {} : { unread }), ...(severity === undefined ? {} : { severity }) };
    const list = `notifications ${JSON.stringify(filter)}`;
    const page = this.cursors.request(list, query);
    const found = await this.queries.execute(new ListNotifications(context, filter, page));
    return { ...this.cursors.answer(list, found), unread: found.unread };
  }

  @Get('stream')
  @Endpoint({
    id: 'streamNotifications',
    permission: PERMISSION,
    summary: 'Your inbox as it fills, as server-sent events',
    description:
      'Each event is a notification, from now on or from `Last-Event-ID` on. Your rights are judged again at each. At most four of one user on a server; each ends after a quarter of an hour, and is taken up again with `Last-Event-ID`.',
    answers: { 200: null },
    codes: ['TOO_MANY_REQUESTS'],
    produces: ['text/event-stream'],
    unhurried: true,
  })
  async stream(
    @Ctx() context: Context,
    @Headers('last-event-id') lastEventId: string | undefined,
    @ClientDisconnected() hungUp: AbortSignal,
  ) {
    const after = lastEventId !== undefined && POSITION.test(lastEventId) ? lastEventId : undefined;
    return new StreamableFile(await this.streams.begin(context, after, hungUp), { type: 'text/event-stream' });
  }

  @Post(':id/read')
  @Endpoint({
    id: 'readNotification',
    permission: PERMISSION,
    summary: 'Mark a notification as read',
    description: 'For you alone; twice is once.',
    answers: { 204: null },
  })
  async read(@Ctx() context: Context, @PathId('notification') id: string) {
    return done((await this.commands.execute(new MarkNotificationRead(context, id))).position);
  }
}
