import { Inject, Injectable } from '@nestjs/common';
import { holderOf } from '../../access/sign-ins';
import { claimFor, createUser, takeOverClaim, type NewUser } from '../../domain/users/decide';
import type { SignInName } from '../../domain/users/sign-ins';
import { user, userEmail, userSubject } from '../../domain/users/state';
import type { Context } from '../../kernel/context';
import { Digest } from '../../kernel/digest';
import { emailKeys } from '../../kernel/email-keys';
import { foldEmail, isSameEmail } from '../../kernel/fold-email';
import type { Position } from '../../kernel/position';
import { StreamReader, type View } from '../../kernel/stream-reader';
import { Decisions } from '../deciding/decisions';

/** Whose sign-in it is, as the issuer names the user. */
export type Pin = SignInName;

/**
 * Makes users, one per e-mail and one per (issuer, subject). The claims come first: whoever claims first decides the id, so
 * two first sign-ins at once make one user, and a crash between two steps is finished by the next try.
 */
@Injectable()
export class Registration {
  constructor(
    @Inject(Decisions) private readonly deciding: Decisions,
    @Inject(Digest) private readonly digest: Digest,
    @Inject(StreamReader) private readonly reader: StreamReader,
  ) {}

  async userWithEmail(view: View, email: string): Promise<string | undefined> {
    return (await this.placeOf(view, email)).userId;
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
    const { key: id } = await this.placeOf(await this.reader.fresh(), email);
    const { state } = await this.deciding.decide(context, { fold: userEmail, id }, ({ target }) =>
      claimFor(target.state, userId),
    );
    return state.userId ?? userId;
  }

  /** Answers whose (issuer, subject) it is now. */
  async claimPin(context: Context, { issuer, subject }: Pin, userId: string): Promise<string> {
    const id = this.digest.of(issuer, subject);
    const { state } = await this.deciding.decide(context, { fold: userSubject, id }, async ({ view, target }) => {
      const holder = await holderOf(view, this.digest, { issuer, subject });
      return holder === undefined ? takeOverClaim(target.state, userId) : claimFor(target.state, userId);
    });
    return state.userId ?? userId;
  }

  /** `isNew`: false where the user was there. */
  async make(
    context: Context,
    created: Omit<NewUser, 'createdAt'>,
    pin?: Pin,
  ): Promise<{ readonly position: Position; readonly isNew: boolean }> {
    const decisionTarget = { fold: user, id: created.userId };
    const { position, events } = await this.deciding.decide(context, decisionTarget, ({ target, now }) =>
      createUser(target.state, { ...created, createdAt: now }, pin),
    );
    return { position, isNew: events.length > 0 };
  }

  /**
   * Where an e-mail is claimed, and by whom. A user whose own address is another one keeps the key that was filed when
   * look-alike forms were taken for one address; whoever has the e-mail itself then has a key beside it. Users are never
   * deleted, so it stays at that.
   */
  private async placeOf(view: View, email: string): Promise<{ readonly key: string; readonly userId?: string }> {
    const [first, ...former] = emailKeys(this.digest, email);
    const beside = this.digest.of('beside', foldEmail(email));
    let isTaken = false;
    for (const key of [first, ...former, beside]) {
      const { userId } = (await view.load(userEmail, key)).state;
      if (userId !== undefined) {
        const { state: holder } = await view.load(user, userId);
        if (holder.status === 'none' || isSameEmail(holder.email, email)) {
          return { key, userId };
        }
        isTaken ||= key === first;
      }
    }
    return { key: isTaken ? beside : first };
  }
}
