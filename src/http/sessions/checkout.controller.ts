import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CheckOutIdentity } from '../../commands/identities/check-out-identity';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import { timestamp } from '../../kernel/time';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { CHECKED_OUT, checkedOut } from './checked-out';
import { CheckedOutDto, CheckoutDto } from './session.dtos';

@ApiTags('Sessions')
@Controller('identities/:id')
export class CheckoutController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Post('checkout')
  @Endpoint({
    id: 'checkOutIdentity',
    summary: 'Check a credential out',
    permission: 'pam_vaults.view and a live grant of checkout on the vault; an owner needs no grant',
    description:
      'Opens a session and answers the value. Exclusive unless the identity allows several (409 `ALREADY_CHECKED_OUT` with `holders`, 409 `MAX_SESSIONS_REACHED`). Where the vault asks for approval an approved request is used up by it (403 `APPROVAL_REQUIRED`). The session ends with its minutes, with those that were approved or with the grant, whichever comes first. The fact is written before the value is opened: where it can not be, nobody sees it. With the organization’s `receiptBeforeDisclosure` the value waits for a signed checkpoint that covers the fact, at most 2 s: then 503 `RECEIPT_UNAVAILABLE`, nothing is shown and the session has ended; the same request with its `Idempotency-Key` makes another one.',
    answers: { 201: CheckedOutDto },
    codes: [
      'ALREADY_CHECKED_OUT',
      'APPROVAL_REQUIRED',
      'MAX_SESSIONS_REACHED',
      'NOT_CONFIRMED',
      'NO_IDP_USER_MAPPING',
      'ORGANIZATION_SECRET_NOT_FOUND',
      'RECEIPT_UNAVAILABLE',
      'ROTATION_IN_PROGRESS',
      'VAULT_ACCESS_DENIED',
    ],
    repeat: CHECKED_OUT,
    secret: true,
  })
  async checkOut(@Ctx() context: Context, @PathId('identity') id: string, @Body() request: CheckoutDto) {
    const found = await this.commands.execute(new CheckOutIdentity(context, id, request));
    return checkedOut(found, { position: found.position, now: timestamp(this.clock.now()) });
  }
}
