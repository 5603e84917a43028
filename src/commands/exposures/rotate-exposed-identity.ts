import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { settleExposed } from '../../domain/exposures/decide';
import { exposureRotation } from '../../domain/exposures/state';
import { subjectNameOf, type ExposureSubject } from '../../kernel/exposure-subject';
import { rotateExposed, type RotatedExposed } from '../../domain/identities/decide/rotate-exposed';
import { identity } from '../../domain/identities/evolve';
import type { Context } from '../../kernel/context';
import { entryOf } from '../../kernel/entry-of';
import { StreamUnreadable } from '../../kernel/stream-unreadable';
import { Decisions } from '../deciding/decisions';

/** The turn of one identity of a campaign: its value is changed unless it is in force no longer, and what came of it is told. Twice is once. */
export class RotateExposedIdentity extends Command<void> {
  constructor(
    readonly context: Context,
    readonly subject: ExposureSubject,
    readonly identityId: string,
  ) {
    super();
  }
}

type Result = Omit<RotatedExposed, 'events'>;

@CommandHandler(RotateExposedIdentity)
export class RotateExposedIdentityHandler implements ICommandHandler<RotateExposedIdentity> {
  constructor(@Inject(Decisions) private readonly deciding: Decisions) {}

  async execute({ context, subject, identityId }: RotateExposedIdentity): Promise<void> {
    const result = await this.rotate(context, subject, identityId);
    if (result === undefined) return;
    const told = { fold: exposureRotation, id: subjectNameOf(subject) };
    await this.deciding.decide(context, told, ({ target }) => settleExposed(target.state, subject, identityId, result));
  }

  /** Undefined: its turn has come and gone. */
  private async rotate(context: Context, subject: ExposureSubject, identityId: string): Promise<Result | undefined> {
    const rotationId = context.ids.next();
    let result: Result | undefined;
    try {
      await this.deciding.decide(context, { fold: identity, id: identityId }, async ({ view, target, now }) => {
        const { waiting } = (await view.load(exposureRotation, subjectNameOf(subject))).state;
        const item = entryOf(waiting, identityId);
        result = undefined;
        if (item === undefined) return [];
        const { events, ...rest } = rotateExposed(target.state, identityId, item.versions, { now, rotationId });
        result = rest;
        return events;
      });
      return result;
    } catch (error) {
      // What nobody can decide on until its damage is settled holds up no other.
      if (!(error instanceof StreamUnreadable)) throw error;
      const detail = 'The facts of the identity can’t be read whole: settle the damage, then ask again.';
      return { outcome: 'refused', code: 'STREAM_UNREADABLE', detail };
    }
  }
}
