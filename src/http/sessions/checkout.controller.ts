import { Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { CheckOutIdentity } from '../../commands/identities/check-out-identity';
import { RediscloseSession } from '../../commands/sessions/redisclose-session';
import type { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { PORTS } from '../../kernel/ports';
import { timestamp } from '../../kernel/time';
import { sessionView } from '../../queries/sessions/session-view';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, Input, PathId } from '../operation/parameters';
import { created } from '../reply/reply';
import { CheckedOutAnswer, CheckoutBody } from './session-schemas';

@Controller('identities/:id')
export class CheckoutController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PORTS.clock) private readonly clock: Clock,
  ) {}

  @Post('checkout')
  @Operation({
    summary: 'Check a credential out',
    id: 'checkOutIdentity',
    permission: 'pam_vaults.view and a live grant of checkout on the vault; an owner needs no grant',
    description:
      'Opens a session and answers the value. Exclusive unless the identity allows several (409 `ALREADY_CHECKED_OUT` with `holders`, 409 `MAX_SESSIONS_REACHED`). Where the vault asks for approval an approved request is used up by it (403 `APPROVAL_REQUIRED`). The session ends with its minutes, with those that were approved or with the grant, whichever comes first. The fact is written before the value is opened: where it can not be, nobody sees it.',
    tag: 'Sessions',
    thing: 'identity',
    body: CheckoutBody,
    answers: { 201: CheckedOutAnswer },
    codes: [
      'ALREADY_CHECKED_OUT',
      'APPROVAL_REQUIRED',
      'MAX_SESSIONS_REACHED',
      'NOT_CONFIRMED',
      'NO_IDP_USER_MAPPING',
      'ORGANIZATION_SECRET_NOT_FOUND',
      'ROTATION_IN_PROGRESS',
      'VAULT_ACCESS_DENIED',
    ],
    repeat: 'repeatCheckOut',
    secret: true,
  })
  async checkOut(@Ctx() context: Context, @PathId() id: string, @Input() request: CheckoutBody) {
    const { session, credential, position } = await this.commands.execute(new CheckOutIdentity(context, id, request));
    const body = { session: sessionView(session, this.now()), ...(credential === undefined ? {} : { credential }) };
    return created(`/sessions/${session.id}`, body, { ids: { session: session.id }, position });
  }

  /** A value was never kept: it is opened again while the session is open and the caller's, and that is recorded. */
  async repeatCheckOut({ receipt, context }: Repetition) {
    const sessionId = receipt.ids['session'] ?? '';
    const { session, credential } = await this.commands.execute(new RediscloseSession(context, sessionId));
    const body = { session: sessionView(session, this.now()), ...(credential === undefined ? {} : { credential }) };
    return created(`/sessions/${sessionId}`, body, { ids: { session: sessionId }, position: receipt.position });
  }

  private now(): string {
    return timestamp(this.clock.now());
  }
}
