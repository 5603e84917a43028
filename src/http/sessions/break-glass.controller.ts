import { Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { BreakGlassIdentity } from '../../commands/identities/break-glass-identity';
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
import { BreakGlassBody, CheckedOutAnswer } from './session-schemas';

@Controller('identities/:id')
export class BreakGlassController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(PORTS.clock) private readonly clock: Clock,
  ) {}

  @Post('break-glass')
  @Operation({
    summary: 'Check a credential out in an emergency',
    id: 'breakGlass',
    permission: 'pam_vaults.break_glass in the organization of the identity; no grant, no approval',
    description:
      'Opens a session at once, whoever holds the credential: open sessions stay, are named (`overlapped`) and end 15 minutes after this one. Lasts as long as the organization has set (`breakGlassMinutes`). While a rotation is under way every value a host may take is answered (`alternatives`, newest first). At most 3 times a minute (429 with `Retry-After`). The value rotates after its end, and somebody else has to review it.',
    tag: 'Sessions',
    thing: 'identity',
    body: BreakGlassBody,
    answers: { 201: CheckedOutAnswer },
    codes: ['BREAK_GLASS_RATE_LIMITED', 'NOT_CONFIRMED', 'ORGANIZATION_SECRET_NOT_FOUND', 'VALUE_MISSING'],
    repeat: 'repeatBreakGlass',
    secret: true,
  })
  async breakGlass(@Ctx() context: Context, @PathId() id: string, @Input() { reason }: BreakGlassBody) {
    const { session, credential, position } = await this.commands.execute(new BreakGlassIdentity(context, id, reason));
    const body = { session: sessionView(session, this.now()), ...(credential === undefined ? {} : { credential }) };
    return created(`/sessions/${session.id}`, body, { ids: { session: session.id }, position });
  }

  /** No new try: the same session, its value opened again while it lasts, and that is recorded. */
  async repeatBreakGlass({ receipt, context }: Repetition) {
    const sessionId = receipt.ids['session'] ?? '';
    const { session, credential } = await this.commands.execute(new RediscloseSession(context, sessionId));
    const body = { session: sessionView(session, this.now()), ...(credential === undefined ? {} : { credential }) };
    return created(`/sessions/${sessionId}`, body, { ids: { session: sessionId }, position: receipt.position });
  }

  private now(): string {
    return timestamp(this.clock.now());
  }
}
