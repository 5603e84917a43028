import { Controller, Inject, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { AskAccess } from '../../commands/access-requests/ask-access';
import type { Context } from '../../kernel/context';
import { GetAccessRequest } from '../../queries/access-requests/get-access-request';
import { Consistency } from '../consistency/consistency';
import type { Repetition } from '../idempotency/repetition';
import { Operation } from '../operation/operation';
import { Ctx, Input, PathId } from '../operation/parameters';
import { created } from '../reply/reply';
import { AccessRequest, AskAccessBody } from './access-request-schemas';

const READS = ['access_requests'];

@Controller('identities/:id')
export class AskAccessController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Consistency) private readonly consistency: Consistency,
  ) {}

  @Post('access-requests')
  @Operation({
    summary: 'Ask for access to an identity',
    id: 'askAccess',
    permission:
      'pam_vaults.view and a live grant of view_credentials or checkout on the vault; an owner needs no grant, and asks all the same',
    description:
      'For identities of a vault with an approval policy. The request lives 24 hours; the minutes begin with the checkout (or the first reveal) that uses it. One at a time of each person for an identity (409).',
    tag: 'Approval',
    thing: 'identity',
    body: AskAccessBody,
    answers: { 201: AccessRequest },
    codes: ['CONFLICT', 'NOT_CONFIRMED', 'NO_IDP_USER_MAPPING', 'VAULT_ACCESS_DENIED'],
    repeat: 'repeatAsk',
  })
  async ask(@Ctx() context: Context, @PathId() id: string, @Input() request: AskAccessBody) {
    const made = await this.commands.execute(new AskAccess(context, id, request));
    return this.made(context, made.id, made.position);
  }

  repeatAsk({ receipt, context }: Repetition) {
    return this.made(context, receipt.ids['id'] ?? '', receipt.position);
  }

  private async made(context: Context, id: string, position: string) {
    const { item, revision } = await this.consistency.afterWrite(position, READS, () =>
      this.queries.execute(new GetAccessRequest(context, id)),
    );
    return created(`/access-requests/${id}`, item, { ids: { id }, position, revision });
  }
}
