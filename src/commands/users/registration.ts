import { Inject, Injectable } from '@nestjs/common';
import { claimFor, createUser, type NewUser } from '../../domain/users/decide';
import { user, userEmail, userSubject } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import type { Digest } from '../../kernel/digest';
import { foldEmail } from '../../kernel/fold-email';
import { PORTS } from '../../kernel/ports';
import type { Position } from '../../kernel/position';
import type { View } from '../../kernel/stream-reader';
import { Deciding } from '../deciding/deciding';

/** Whose sign-in it is, as his issuer names him. */
export interface Pin {
  readonly issuer: string;
  readonly subject: string;
}

/**
 * Makes users, one per e-mail and one per (issuer, subject). The claims come first: whoever claims first decides the id, so
 * two first sign-ins at once make one user, and a crash between two steps is finished by the next try.
 */
@Injectable()
export class Registration {
  constructor(
    @Inject(Deciding) private readonly deciding: Deciding,
    @Inject(PORTS.digest) private readonly digest: Digest,
  ) {}

  async userWithEmail(view: View, email: string): Promise<string | undefined> {
    return (await view.load(userEmail, this.digest.of(foldEmail(email)))).state.userId;
  }

  /** Whose claim on an e-mail was made and never used: a request that stopped half-way. The next one makes that user. */
  async halfMadeUser(view: View, email: string): Promise<string | undefined> {
    const userId = await this.userWithEmail(view, email);
    return userId !== undefined && (await view.load(user, userId)).state.status === 'none' ? userId : undefined;
  }

  async userWithPin(view: View, { issuer, subject }: Pin): Promise<string | undefined> {
    return (await view.load(userSubject, this.digest.of(issuer, subject))).state.userId;
  }

  /** Answers who has the e-mail now: the given user, or one who was faster. */
  async claimEmail(context: Context, email: string, userId: string): Promise<string> {
    const id = this.digest.of(foldEmail(email));
    const { state } = await this.deciding.decide(context, { fold: userEmail, id }, ({ target }) =>
      claimFor(target.state, userId),
    );
    return state.userId ?? userId;
  }

  /** Answers whose (issuer, subject) it is now. */
  async claimPin(context: Context, { issuer, subject }: Pin, userId: string): Promise<string> {
    const id = this.digest.of(issuer, subject);
    const { state } = await this.deciding.decide(context, { fold: userSubject, id }, ({ target }) =>
      claimFor(target.state, userId),
    );
    return state.userId ?? userId;
  }

  /** `isNew`: false where the user was there. */
  async make(
    context: Context,
    created: Omit<NewUser, 'createdAt'>,
    pin?: Pin,
  ): Promise<{ readonly position: Position; readonly isNew: boolean }> {
    const matter = { fold: user, id: created.userId };
    const { position, events } = await this.deciding.decide(context, matter, ({ target, now }) =>
      createUser(target.state, { ...created, createdAt: now }, pin),
    );
    return { position, isNew: events.length > 0 };
  }
}
