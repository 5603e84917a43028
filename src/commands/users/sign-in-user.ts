import { Inject, Injectable } from '@nestjs/common';
import { assertStillThere } from '../../access/not-lost';
import { isOwnerOrAdmin } from '../../domain/accounts/is-owner-or-admin';
import { account } from '../../domain/accounts/state';
import { refuseStranger, signIn } from '../../domain/users/decide';
import { hasLostSignIns } from '../../domain/users/sign-ins';
import { user } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { emailComplaint } from '../../kernel/email-complaint';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import type { SignedIn, SignIn } from '../../kernel/sign-in';
import { StreamReader } from '../../kernel/stream-reader';
import type { Principal } from '../../kernel/token-issuers';
import { Decisions } from '../deciding/decisions';
import { OwnerSignIns } from './owner-sign-ins';
import { Registration } from './registration';

const unknown = (detail: string): RefusedError => new RefusedError(refuse('UNAUTHENTICATED', detail));

const LOST = 'What was known of the user is lost. Let an owner make the user again (POST /users).';

const domainOf = (email: string): string => JSON.stringify(email.slice(email.lastIndexOf('@') + 1));

/** Whose token it is. The first sign-in makes the user and pins (issuer, subject) to that user; owners add and remove others. */
@Injectable()
export class SignInUser implements SignIn {
  constructor(
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Registration) private readonly registration: Registration,
    @Inject(OwnerSignIns) private readonly owners: OwnerSignIns,
  ) {}

  async signIn(principal: Principal, context: Context): Promise<SignedIn> {
    const view = await this.reader.fresh();
    const known = await this.registration.userWithPin(view, principal);
    const userId = known ?? (await this.first(principal, context));
    const loaded =
      known === undefined ? await (await this.reader.fresh()).load(user, userId) : await view.load(user, userId);
    // A sign-in is claimed for a user who was made.
    assertStillThere(view, loaded, 'his sign-in');
    const { state } = loaded;
    if (state.status !== 'active') {
      throw unknown(state.status === 'off' ? 'The user is switched off.' : LOST);
    }
    const stranger = refuseStranger(state, principal);
    if (stranger !== undefined) {
      throw new RefusedError(stranger);
    }
    const changes = state.signIns.length === 0 || (principal.support && !state.support);
    if (changes) {
      const decisionTarget = { fold: user, id: userId };
      await this.deciding.decide(
        this.acting(context, userId, state.email),
        decisionTarget,
        async ({ view: now, target }) => {
          // Owners and admins are marked by owners alone: no issuer takes an account away from them.
          const support = principal.support && !isOwnerOrAdmin((await now.load(account)).state, userId);
          return signIn(target.state, userId, { ...principal, support });
        },
      );
      if (hasLostSignIns(state)) {
        await this.owners.tell(this.acting(context, userId, state.email), userId);
      }
    }
    const who = { userId, email: state.email, support: state.support || principal.support };
    return known === undefined || changes ? who : { ...who, view };
  }

  /** The user who has the token's e-mail, made when there is none, with the token's subject claimed for that user. */
  private async first(principal: Principal, context: Context): Promise<string> {
    const { email } = principal;
    if (email === undefined) {
      throw unknown('The token carries no e-mail, and no user was made for its subject.');
    }
    if (!principal.emailVerified) {
      throw unknown('The issuer has not verified the e-mail.');
    }
    if (principal.emailOutside === true) {
      throw unknown(
        `The issuer may not vouch for addresses of ${domainOf(email)} here. An account owner can add this sign-in to a user.`,
      );
    }
    const view = await this.reader.fresh();
    const found = await this.registration.userWithEmail(view, email);
    if (found !== undefined) {
      const { state, settled } = await view.load(user, found);
      // All that was known of the user is lost, and whether it was switched off with it: an owner makes the user anew.
      if (state.status === 'none' && settled === true) {
        throw unknown('The user is switched off.');
      }
      const stranger = refuseStranger(state, principal);
      if (stranger !== undefined) {
        throw new RefusedError(stranger);
      }
    }
    const complaint = found === undefined ? emailComplaint(email) : undefined;
    if (complaint !== undefined) {
      throw unknown(`The token's e-mail is not taken on: it ${complaint}.`);
    }
    const draft = found ?? context.ids.next();
    const userId = await this.registration.claimEmail(this.acting(context, draft, email), email, draft);
    const acting = this.acting(context, userId, email);
    await this.registration.make(acting, { userId, email, support: principal.support }, principal);
    return this.registration.claimPin(acting, principal, userId);
  }

  private acting(context: Context, userId: string, email: string): Context {
    return { ...context, actor: { kind: context.actor.kind, userId, email } };
  }
}
