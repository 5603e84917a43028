import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import { FactRecorder, type AuthorizationContext } from '../deciding/fact-recorder';
import { ForceCheckInSession } from '../sessions/force-check-in-session';
import { Bulk, type Asked, type BulkResult } from './bulk';
import { Candidates } from './candidates';

/** As many can be done before who asked stops waiting. */
const MOST_ENDED = 1_000;

/** Ends every open session of a user, in a vault, or of the user in the vault. Needs `pam_vaults.manage`. */
export class ForceCheckInSessions extends Command<BulkResult> {
  constructor(
    readonly context: Context,
    readonly of: { readonly userId?: string; readonly identityGroupId?: string },
    readonly reason: string,
  ) {
    super();
  }
}

@CommandHandler(ForceCheckInSessions)
export class ForceCheckInSessionsHandler implements ICommandHandler<ForceCheckInSessions> {
  constructor(
    @Inject(FactRecorder) private readonly recording: FactRecorder,
    @Inject(Candidates) private readonly candidates: Candidates,
    @Inject(Bulk) private readonly bulk: Bulk,
  ) {}

  async execute({ context, of, reason }: ForceCheckInSessions): Promise<BulkResult> {
    const asked = { ...(of.userId === undefined ? {} : { holderId: of.userId }), reason };
    const choose = (authorization: AuthorizationContext) => this.choose(authorization, context, of);
    const found = await this.recording.judge(context, 'keyledger.sessions-force-check-in-refused.v1', choose, asked);
    const ids = found.ids.slice(0, MOST_ENDED);
    const result = await this.bulk.run(
      context,
      { ids, at: found.at },
      (each, id) => new ForceCheckInSession(each, id, reason),
    );
    return ids.length < found.ids.length ? { ...result, more: true } : result;
  }

  private async choose(
    authorization: AuthorizationContext,
    context: Context,
    { userId, ...place }: ForceCheckInSessions['of'],
  ): Promise<Asked | Refusal> {
    const scope = await this.candidates.scope(authorization, context, place);
    if (isRefusal(scope)) return scope;
    const where = [
      ...scope,
      { field: 'open', is: true },
      ...(userId === undefined ? [] : [{ field: 'userId', is: userId }]),
    ];
    return this.candidates.find('sessions', authorization.view.at, MOST_ENDED, { where });
  }
}
