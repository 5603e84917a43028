import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { ExposureSubject } from '../../kernel/exposure-subject';
import { RequestExposureRotation } from '../../commands/exposures/request-exposure-rotation';
import type { Context } from '../../kernel/context';
import { FindExposed } from '../../queries/exposures/find-exposed';
import { GetExposure } from '../../queries/exposures/get-exposure';
import { Cursors } from '../paging/cursors';
import { recipe, type Made } from '../platform/repetition/recipe';
import { accepted } from '../reply/reply';
import type { ExposureQuery } from './exposure.dtos';

/** Of either rotation. */
export const HOW_IT_IS_ROTATED =
  'Accepted for later (202): value by value, some at a time, up to 4,000 identities at once. What is checked out changes when the last session ends, and nobody checks it out before; what has no connector waits for a person; what can’t be changed says why beside it. Asking again while it is under way adds what is new and repeats nothing. `rotation` counts how far it has come.';

/** Models an exposure is answered from. */
export const EXPOSURE_READS = ['exposures', 'identities', 'hosts', 'exposure_rotations'];

/** 202 with the first of what is exposed, and how far its change has come. */
export const rotationAccepted = (subjectOf: (id: string) => ExposureSubject) =>
  recipe({
    reads: EXPOSURE_READS,
    ask: ({ context, params: { id = '' } }: Made) => new GetExposure(context, subjectOf(id), { limit: 50 }),
    reply: ({ next: _, ...found }, { ids, position }) => accepted(found, { ids, position }),
  });

/** The same for users and hosts. */
@Injectable()
export class ExposureAnswers {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
  ) {}

  async get(context: Context, subject: ExposureSubject, query: ExposureQuery) {
    const list = `exposure ${JSON.stringify(subject)}`;
    const page = this.cursors.request(list, query);
    const { items, next, ...rest } = await this.queries.execute(new GetExposure(context, subject, page));
    return { ...this.cursors.answer(list, { items, ...(next === undefined ? {} : { next }) }), ...rest };
  }

  async rotate(context: Context, subject: ExposureSubject, reason: string) {
    const items = await this.queries.execute(new FindExposed(context, subject));
    return this.commands.execute(new RequestExposureRotation(context, subject, reason, items));
  }
}
