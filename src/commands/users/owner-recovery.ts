import { Inject, Injectable } from '@nestjs/common';
import { holderOf, type SignInName } from '../../access/sign-ins';
import { account } from '../../domain/accounts/state';
import { decideRecoverOwner } from '../../domain/accounts/recover';
import { recoverUser } from '../../domain/users/recover';
import { user, type UserState } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { grow } from '../../kernel/fold';
import { isRefusal, refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { StreamReader } from '../../kernel/stream-reader';
import { Decisions } from '../deciding/decisions';
import { Registration } from './registration';

/** Who is to be an owner: by e-mail, by an issuer's subject, or by both. */
export interface NamedOwner {
  readonly email?: string;
  readonly signIn?: SignInName;
  /** The issuers whose tokens are believed. */
  readonly believed: readonly string[];
}

export interface RecoveredOwner {
  readonly userId: string;
  readonly email?: string;
  /** Whose tokens sign the owner in; empty: the next one with the proven e-mail does. */
  readonly signIns: readonly SignInName[];
  /** False: the user was an owner who may act and sign in. */
  readonly changed: boolean;
}

const named = (email: string): { readonly email?: string } => (email === '' ? {} : { email });

const MOST_LETTERS = 200;

/** What somebody is called of whom nothing but a subject is known. Never like an address: it would be taken for one. */
const nameOf = (signIn: SignInName | undefined, userId: string): string => {
  const subject = signIn?.subject.trim().slice(0, MOST_LETTERS) ?? '';
  return subject === '' || subject.includes('@') ? `Owner ${userId.slice(-8)}` : subject;
};

/**
 * Makes somebody an owner who can sign in, past every permission: for the first owner of an account, and for who holds the
 * root key. Each step is safe to stop after, and what lets somebody in comes after the fact that tells of it.
 */
@Injectable()
export class OwnerRecovery {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Registration) private readonly registration: Registration,
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(Digest) private readonly digest: Digest,
  ) {}

  /**
   * The user of that name, made when there is none. Errors: `Refused` with `CONFLICT` when the subject is another user's than
   * the e-mail.
   */
  async userOf(context: Context, { email, signIn }: NamedOwner): Promise<string> {
    const view = await this.reader.fresh();
    const holder = signIn && (await holderOf(view, this.digest, signIn));
    const wanted = email === undefined ? holder : await this.registration.userWithEmail(view, email);
    if (holder !== undefined && email !== undefined && holder !== wanted) {
      throw new RefusedError(
        refuse('CONFLICT', `That subject is another user's than that e-mail (${holder}). Name that one by it alone.`),
      );
    }
    // By the subject alone the id follows from it: who was stopped half-way goes on with the same user.
    const anew =
      email === undefined && signIn !== undefined
        ? this.digest.of('owner', signIn.issuer, signIn.subject)
        : context.ids.next();
    const draft = holder ?? wanted ?? anew;
    const userId = email === undefined ? draft : await this.registration.claimEmail(context, email, draft);
    const called = email === undefined ? { displayName: nameOf(signIn, userId) } : { email };
    await this.registration.make(context, { userId, ...called, support: false });
    return userId;
  }

  /** Takes whatever keeps the user from signing in out of the way. Errors: `Refused` with `CONFLICT`. */
  async readyUser(context: Context, userId: string, owner: NamedOwner): Promise<UserState> {
    if (owner.signIn !== undefined && (await this.registration.claimPin(context, owner.signIn, userId)) !== userId) {
      throw new RefusedError(refuse('CONFLICT', 'Another user has this subject of this issuer.'));
    }
    const { state } = await this.deciding.decide(context, { fold: user, id: userId }, ({ target }) =>
      recoverUser(target.state, userId, owner),
    );
    return state;
  }

  /** Errors: `Refused` with `CONFLICT`; those of the stores. */
  async recover(context: Context, owner: NamedOwner, reason: string): Promise<RecoveredOwner> {
    const userId = await this.userOf(context, owner);
    const { events } = await this.deciding.decide(context, { fold: account }, async ({ view, target, now }) => {
      const { state } = await view.load(user, userId);
      const changes = recoverUser(state, userId, owner);
      if (isRefusal(changes)) {
        return changes;
      }
      return decideRecoverOwner(target.state, {
        recovered: { userId, ...named(state.email), ...owner.signIn, reason, recoveredAt: now },
        changesUser: changes.length > 0,
        withoutSignIn: grow(user, state, changes).signIns.length === 0,
      });
    });
    const { email, signIns } = await this.readyUser(context, userId, owner);
    return { userId, ...named(email), signIns, changed: events.length > 0 };
  }
}
