import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { BreakGlassIdentity } from '../../commands/identities/break-glass-identity';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { timestamp } from '../../kernel/time';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { CHECKED_OUT, checkedOut } from './checked-out';
import { BreakGlassDto, CheckedOutDto } from './session.dtos';

@ApiTags('Sessions')
@Controller('identities/:id')
export class BreakGlassController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post('break-glass')
  @Endpoint({
    id: 'breakGlass',
    summary: 'Check a credential out in an emergency',
    permission: 'pam_vaults.break_glass in the organization of the identity; no grant, no approval',
    description:
      'Opens a session at once, whoever holds the credential: open sessions stay, are named (`overlapped`) and end 15 minutes after this one. Lasts as long as the organization has set (`breakGlassMinutes`). While a rotation is under way every value a host may take is answered (`alternatives`, newest first). At most 3 times a minute (429 with `Retry-After`). The value rotates after its end, and somebody else has to review it.',
    answers: { 201: CheckedOutDto },
    codes: ['BREAK_GLASS_RATE_LIMITED', 'NOT_CONFIRMED', 'ORGANIZATION_SECRET_NOT_FOUND', 'VALUE_MISSING'],
    repeat: CHECKED_OUT,
    secret: true,
  })
  async breakGlass(@Ctx() context: Context, @PathId('identity') id: string, @Body() { reason }: BreakGlassDto) {
    const found = await this.commands.execute(new BreakGlassIdentity(context, id, reason));
    return checkedOut(found, { position: found.position, now: timestamp(this.clock.now()) });
  }
}
