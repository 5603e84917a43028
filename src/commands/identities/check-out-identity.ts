import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { decideCheckOut } from '../../access/acts/decide-check-out';
import { served } from '../../domain/identities/served';
import { sessionIdOf } from '../../domain/identities/session-id';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { isRefusal } from '../../kernel/refusal';
import { loadIdentity } from '../deciding/load-authorized';
import { CheckoutService, type CheckoutResult } from './checkout-service';

/** Hands a credential out for a time. Needs `pam_vaults.view`, a live grant at `checkout`, and an approved request where the vault asks for one. */
export class CheckOutIdentity extends Command<CheckoutResult> {
  constructor(
    readonly context: Context,
    readonly identityId: string,
    readonly request: { readonly reason: string; readonly durationMinutes: number; readonly hostId?: string },
  ) {
    super();
  }
}

/** Of one request, however often it comes. */
const MOST_TRIES = 20;

const REFUSED = 'keyledger.identity-check-out-refused.v1';

@CommandHandler(CheckOutIdentity)
export class CheckOutIdentityHandler implements ICommandHandler<CheckOutIdentity> {
  constructor(
    @Inject(CheckoutService) private readonly checkouts: CheckoutService,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  /** A session whose value was never shown is not what was asked for: the request that comes again makes another one. */
  async execute(command: CheckOutIdentity): Promise<CheckoutResult> {
    for (let tries = 1; ; tries++) {
      const out = await this.attempt(command);
      if (out.session.withheld === undefined || tries === MOST_TRIES) return out;
    }
  }

  private attempt({ context, identityId, request }: CheckOutIdentity): Promise<CheckoutResult> {
    const sessionId = sessionIdOf(identityId, context.ids.next());
    const rotationId = context.ids.next();
    return this.checkouts.checkOut(context, {
      identityId,
      sessionId,
      refusedAs: REFUSED,
      asked: request,
      decide: async (decision) => {
        const { view, now } = decision;
        const { rights, identity: found } = await loadIdentity(decision, context, identityId);
        const act = { view, digest: this.digest, rights, identityId, identity: found, now };
        const events = await decideCheckOut(act, { ...request, sessionId, rotationId });
        return isRefusal(events) ? events : { found, events };
      },
      shown: (found) => served(found, request.hostId),
    });
  }
}
