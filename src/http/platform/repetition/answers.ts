import { Inject, Injectable } from '@nestjs/common';
import { Command, CommandBus, QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../../kernel/clock';
import type { RunReceipt } from '../../../kernel/idempotency';
import { timestamp } from '../../../kernel/time';
import { ReadAfterWrite } from '../../consistency/read-after-write';
import { SupportAnswers } from '../../edge/support-answers';
import { Reply } from '../../reply/reply';
import type { Made, Recipe } from './recipe';

type Written = Pick<Made, 'context' | 'ids'> & Partial<Pick<Made, 'params' | 'position' | 'body'>>;

/** Of the repeated request. */
type Repeated = Pick<Made, 'context' | 'params' | 'body'>;

/** Answers a POST by its {@link Recipe}. */
@Injectable()
export class Answers {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ReadAfterWrite) private readonly consistency: ReadAfterWrite,
    @Inject(Clock) private readonly clock: Clock,
    @Inject(SupportAnswers) private readonly support: SupportAnswers,
  ) {}

  /** The first time. */
  async of<Found>(recipe: Recipe<Found>, written: Written): Promise<Reply> {
    const made: Made = { params: {}, position: '', body: {}, ...written, now: timestamp(this.clock.now()) };
    const ask = (): Promise<Found> => this.ask(recipe, made);
    const found =
      recipe.reads === undefined ? await ask() : await this.consistency.afterWrite(made.position, recipe.reads, ask);
    return recipe.reply(found, made);
  }

  /** When it comes again; without a recipe the receipt is all there is to tell. */
  async again(recipe: Recipe | undefined, receipt: RunReceipt, repeated: Repeated): Promise<Reply> {
    const { status, ids, position } = receipt;
    if (recipe !== undefined) return this.of(recipe, { ...repeated, ids, position });
    await this.support.relyOnAny(repeated.context);
    return new Reply(status, undefined, { position, ids });
  }

  private async ask<Found>({ ask }: Recipe<Found>, made: Made): Promise<Found> {
    const question = ask?.(made);
    if (question === undefined) return undefined as Found;
    return question instanceof Command ? this.commands.execute(question) : this.queries.execute(question);
  }
}
