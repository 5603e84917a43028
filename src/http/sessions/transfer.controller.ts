import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { TransferSession } from '../../commands/sessions/transfer-session';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { timestamp } from '../../kernel/time';
import { sessionView } from '../../queries/sessions/session-view';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { answered } from '../reply/reply';
import { SESSION } from './session-answer';
import { SessionDto, TransferDto } from './session.dtos';

@ApiTags('Sessions')
@Controller('sessions/:id')
export class TransferController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post('transfer')
  @Endpoint({
    id: 'transferSession',
    summary: 'Hand a session over',
    permission: 'to be the holder; the receiver needs what a checkout takes',
    description:
      'Ends the session (`transfer`) and begins one of the receiver in its place, which is answered: nobody comes between. It has the same end, or that of the receiver’s grant or approval where that comes first, and no value is shown: the receiver reveals it. Who may not check the identity out, for whatever reason, can not receive it (422 `RECEIVER_NOT_ALLOWED`). Not for break-glass (409). A value that changes after use changes when the last session has ended.',
    answers: { 200: SessionDto },
    codes: [
      'ALREADY_CHECKED_OUT',
      'CONFLICT',
      'MAX_SESSIONS_REACHED',
      'NOT_CONFIRMED',
      'RECEIVER_NOT_ALLOWED',
      'ROTATION_IN_PROGRESS',
    ],
    repeat: SESSION,
  })
  async transfer(@Ctx() context: Context, @PathId('session') id: string, @Body() request: TransferDto) {
    const { session, position } = await this.commands.execute(new TransferSession(context, id, request));
    const body = sessionView(session, timestamp(this.clock.now()));
    return answered(body, { ids: { id: session.id }, position });
  }
}
