import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CheckInSession } from '../../commands/sessions/check-in-session';
import { ExtendSession } from '../../commands/sessions/extend-session';
import { ForceCheckInSession } from '../../commands/sessions/force-check-in-session';
import { ReviewSession } from '../../commands/sessions/review-session';
import type { SessionAnswer } from '../../commands/sessions/check-in-session';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { timestamp } from '../../kernel/time';
import { GetSession } from '../../queries/sessions/get-session';
import { ListSessions } from '../../queries/sessions/list-sessions';
import { sessionView } from '../../queries/sessions/session-view';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { Cursors } from '../paging/cursors';
import { answered, single } from '../reply/reply';
import { SESSION } from './session-answer';
import { ExtendDto, ForceDto, ReviewDto, SessionDto, SessionQuery } from './session.dtos';

const READS = ['sessions'];

@ApiTags('Sessions')
@Controller('sessions')
export class SessionsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Endpoint({
    id: 'listSessions',
    summary: 'List sessions, newest first',
    permission:
      'pam_vaults.view in the organization, or to be the holder; break-glass sessions alone: who reviews them too',
    description: 'One checkout each, open or ended, with who, why, from when and until when.',
    answers: { 200: pageOf(SessionDto) },
    codes: ['NOT_FOUND'],
    reads: READS,
  })
  async list(@Ctx() context: Context, @Query() { limit, cursor, ...filter }: SessionQuery) {
    const list = `sessions ${JSON.stringify(filter)}`;
    const page = this.cursors.request(list, { limit, cursor });
    return this.cursors.answer(list, await this.queries.execute(new ListSessions(context, filter, page)));
  }

  @Get(':id')
  @Endpoint({
    id: 'getSession',
    summary: 'Read a session',
    permission: 'pam_vaults.view in the organization, or to be the holder; a break-glass session: who reviews it too',
    description: 'One session; never the value.',
    answers: { 200: SessionDto },
    etag: true,
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId('session') id: string) {
    return single(await this.queries.execute(new GetSession(context, id)));
  }

  @Post(':id/checkin')
  @Endpoint({
    id: 'checkInSession',
    summary: 'Give a credential back',
    permission: 'to be the holder',
    description: 'By its holder. A repeated checkin answers as the first.',
    answers: { 200: SessionDto },
    repeat: SESSION,
  })
  async checkIn(@Ctx() context: Context, @PathId('session') id: string) {
    return this.shown(await this.commands.execute(new CheckInSession(context, id)));
  }

  @Post(':id/force-checkin')
  @Endpoint({
    id: 'forceCheckInSession',
    summary: "End somebody's session; the value then rotates",
    permission: 'pam_vaults.manage in the organization of the identity',
    description: 'Ends it for its holder at once. Always rotates.',
    answers: { 200: SessionDto },
    codes: ['CONFLICT'],
    repeat: SESSION,
  })
  async force(@Ctx() context: Context, @PathId('session') id: string, @Body() { reason }: ForceDto) {
    return this.shown(await this.commands.execute(new ForceCheckInSession(context, id, reason)));
  }

  @Post(':id/extend')
  @Endpoint({
    id: 'extendSession',
    summary: 'Keep a credential longer',
    permission: 'to be the holder, with the permission and the grant a checkout takes',
    description: 'Adds minutes to its present end, at most 1440 from the checkout; the end of the grant shortens it.',
    answers: { 200: SessionDto },
    codes: ['CONFLICT'],
    repeat: SESSION,
  })
  async extend(@Ctx() context: Context, @PathId('session') id: string, @Body() request: ExtendDto) {
    return this.shown(await this.commands.execute(new ExtendSession(context, id, request)));
  }

  @Post(':id/review')
  @Endpoint({
    id: 'reviewSession',
    summary: 'Close the review of a break-glass session',
    permission: 'account owner, account admin, or pam_vaults.manage in the organization; never who broke the glass',
    description:
      'Somebody else than its user looks at what was done, once the session has ended, and says what was found. Until then it is listed (`?review=open`) and brought to mind daily.',
    answers: { 200: SessionDto },
    codes: ['CONFLICT'],
    repeat: SESSION,
  })
  async review(@Ctx() context: Context, @PathId('session') id: string, @Body() { note }: ReviewDto) {
    return this.shown(await this.commands.execute(new ReviewSession(context, id, note)));
  }

  private shown({ session, position }: SessionAnswer) {
    const body = sessionView(session, timestamp(this.clock.now()));
    return answered(body, { ids: { id: session.id }, position });
  }
}
