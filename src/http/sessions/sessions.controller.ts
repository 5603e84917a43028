import { Controller, Get, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { CheckInSession } from '../../commands/sessions/check-in-session';
import { ExtendSession } from '../../commands/sessions/extend-session';
import { ForceCheckInSession } from '../../commands/sessions/force-check-in-session';
import { ReviewSession } from '../../commands/sessions/review-session';
import type { SessionAnswer } from '../../commands/sessions/check-in-session';
import type { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import { timestamp } from '../../kernel/time';
import { GetSession } from '../../queries/sessions/get-session';
import { ListSessions } from '../../queries/sessions/list-sessions';
import { sessionView } from '../../queries/sessions/session-view';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, Input, PathId, QueryInput } from '../operation/parameters';
import { Cursors } from '../paging/cursors';
import { answered, single } from '../reply/reply';
import { listOf } from '../schema/fields';
import { ExtendBody, ForceBody, ReviewBody, Session, SessionQuery } from './session-schemas';

const READS = ['sessions'];

@Controller('sessions')
export class SessionsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(PORTS.clock) private readonly clock: Clock,
  ) {}

  @Get()
  @Operation({
    summary: 'List sessions, newest first',
    id: 'listSessions',
    permission:
      'pam_vaults.view in the organization, or to be the holder; break-glass sessions alone: who reviews them too',
    description: 'One checkout each, open or ended, with who, why, from when and until when.',
    tag: 'Sessions',
    query: SessionQuery,
    answers: { 200: listOf(Session) },
    codes: ['NOT_FOUND'],
    reads: READS,
  })
  async list(@Ctx() context: Context, @QueryInput() { limit, cursor, ...filter }: SessionQuery) {
    const list = `sessions ${JSON.stringify(filter)}`;
    const page = this.cursors.request(list, { limit, cursor });
    return this.cursors.answer(list, await this.queries.execute(new ListSessions(context, filter, page)));
  }

  @Get(':id')
  @Operation({
    summary: 'Read a session',
    id: 'getSession',
    permission: 'pam_vaults.view in the organization, or to be the holder; a break-glass session: who reviews it too',
    description: 'One session; never the value.',
    tag: 'Sessions',
    thing: 'session',
    answers: { 200: Session },
    reads: READS,
  })
  async get(@Ctx() context: Context, @PathId() id: string) {
    return single(await this.queries.execute(new GetSession(context, id)));
  }

  @Post(':id/checkin')
  @Operation({
    summary: 'Give a credential back',
    id: 'checkInSession',
    permission: 'to be the holder',
    tag: 'Sessions',
    thing: 'session',
    description: 'By its holder. A repeated checkin answers as the first.',
    answers: { 200: Session },
    repeat: 'repeated',
  })
  async checkIn(@Ctx() context: Context, @PathId() id: string) {
    return this.shown(await this.commands.execute(new CheckInSession(context, id)));
  }

  @Post(':id/force-checkin')
  @Operation({
    summary: "End somebody's session; the value then rotates",
    id: 'forceCheckInSession',
    permission: 'pam_vaults.manage in the organization of the identity',
    description: 'Ends it for its holder at once. Always rotates.',
    tag: 'Sessions',
    thing: 'session',
    body: ForceBody,
    answers: { 200: Session },
    codes: ['CONFLICT'],
    repeat: 'repeated',
  })
  async force(@Ctx() context: Context, @PathId() id: string, @Input() { reason }: ForceBody) {
    return this.shown(await this.commands.execute(new ForceCheckInSession(context, id, reason)));
  }

  @Post(':id/extend')
  @Operation({
    summary: 'Keep a credential longer',
    id: 'extendSession',
    permission: 'to be the holder, with the permission and the grant a checkout takes',
    description: 'Adds minutes to its present end, at most 1440 from the checkout; the end of the grant shortens it.',
    tag: 'Sessions',
    thing: 'session',
    body: ExtendBody,
    answers: { 200: Session },
    codes: ['CONFLICT'],
    repeat: 'repeated',
  })
  async extend(@Ctx() context: Context, @PathId() id: string, @Input() request: ExtendBody) {
    return this.shown(await this.commands.execute(new ExtendSession(context, id, request)));
  }

  @Post(':id/review')
  @Operation({
    summary: 'Close the review of a break-glass session',
    id: 'reviewSession',
    permission: 'account owner, account admin, or pam_vaults.manage in the organization; never who broke the glass',
    description:
      'Somebody else than its user looks at what was done, once the session has ended, and says what was found. Until then it is listed (`?review=open`) and brought to mind daily.',
    tag: 'Sessions',
    thing: 'session',
    body: ReviewBody,
    answers: { 200: Session },
    codes: ['CONFLICT'],
    repeat: 'repeated',
  })
  async review(@Ctx() context: Context, @PathId() id: string, @Input() { note }: ReviewBody) {
    return this.shown(await this.commands.execute(new ReviewSession(context, id, note)));
  }

  async repeated({ receipt, context }: Repetition) {
    const { position } = receipt;
    const id = receipt.ids['id'] ?? '';
    const { item } = await this.consistency.afterWrite(position, READS, () =>
      this.queries.execute(new GetSession(context, id)),
    );
    return answered(item, { ids: { id }, position });
  }

  private shown({ session, position }: SessionAnswer) {
    const body = sessionView(session, timestamp(this.clock.now()));
    return answered(body, { ids: { id: session.id }, position });
  }
}
