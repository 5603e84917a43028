import { Body, Controller, Inject, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AskAccess } from '../../commands/access-requests/ask-access';
import type { Context } from '../../kernel/context';
import { GetAccessRequest } from '../../queries/access-requests/get-access-request';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { thingMade } from '../platform/repetition/recipe';
import { AccessRequestDto, AskAccessDto } from './access-request.dtos';

const ASKED = thingMade(
  ['access_requests'],
  ({ context, ids: { id = '' } }) => new GetAccessRequest(context, id),
  ({ ids: { id } }) => `/access-requests/${id}`,
);

@ApiTags('Approval')
@Controller('identities/:id')
export class AskAccessController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  @Post('access-requests')
  @Endpoint({
    summary: 'Ask for access to an identity',
    id: 'askAccess',
    permission:
      'pam_vaults.view and a live grant of view_credentials or checkout on the vault; an owner needs no grant, and asks all the same',
    description:
      'For identities of a vault with an approval policy. The request lives 24 hours; the minutes begin with the checkout (or the first reveal) that uses it. One at a time of each person for an identity (409).',
    answers: { 201: AccessRequestDto },
    etag: true,
    codes: ['CONFLICT', 'NOT_CONFIRMED', 'NO_IDP_USER_MAPPING', 'VAULT_ACCESS_DENIED'],
    repeat: ASKED,
  })
  async ask(@Ctx() context: Context, @PathId('identity') id: string, @Body() request: AskAccessDto) {
    const { id: requestId, position } = await this.commands.execute(new AskAccess(context, id, request));
    return this.answers.of(ASKED, { context, ids: { id: requestId }, position });
  }
}
