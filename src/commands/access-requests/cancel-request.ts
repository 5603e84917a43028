import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { cancelRequest } from '../../domain/identities/decide/access-request';
import { refuse } from '../../kernel/refusal';
import type { Context } from '../../kernel/context';
import type { CommandResult } from '../../kernel/command-result';
import { OnRequest } from './on-request';

/** Who asked for access does not want it any more. A repeated one answers as the first. */
export class CancelRequest extends Command<CommandResult> {
  constructor(
    readonly context: Context,
    readonly requestId: string,
  ) {
    super();
  }
}

@CommandHandler(CancelRequest)
export class CancelRequestHandler implements ICommandHandler<CancelRequest> {
  constructor(@Inject(OnRequest) private readonly onRequest: OnRequest) {}

  execute({ context, requestId }: CancelRequest): Promise<CommandResult> {
    const how = { refusedAs: 'keyledger.access-request-cancel-refused.v1' };
    return this.onRequest.decide(context, requestId, how, ({ rights, state, identityId, request, now }) =>
      request.userId === rights.userId
        ? cancelRequest(state, identityId, request, now)
        : refuse('PERMISSION_DENIED', 'Only who asked cancels a request. Approvers deny or revoke it.'),
    );
  }
}
