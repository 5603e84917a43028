import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, type Command } from '@nestjs/cqrs';
import type { Context } from '../../kernel/context';
import type { Position } from '../../kernel/position';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { SeededIds } from '../../kernel/seeded-ids';
import { StoreUnavailable } from '../../kernel/store-errors';
import { StreamUnreadable } from '../../kernel/stream-unreadable';
import type { BulkItem } from './bulk-item';

/** What a bulk command is about, as the log stood `at` that moment. */
export interface Asked {
  readonly ids: readonly string[];
  readonly at: Position;
}

export interface BulkResult {
  /** In the order they were asked for. */
  readonly items: readonly BulkItem[];
  /** Of the last fact that was written; where the log stood when there was none. */
  readonly position: Position;
  /** More than could be done at once were there: it is to be asked for again. */
  readonly more?: true;
}

type One = Command<{ readonly position: Position; readonly id?: string }>;
type Outcome = BulkItem & { readonly position?: Position };

/** So many go on beside each other: the store takes them together, and no other request waits long for its turn. */
const WIDTH = 16;

/**
 * Carries out one command for each of several things, each judged, decided and recorded for itself. Its ids follow from the
 * request and the thing: what comes again with its `Idempotency-Key` finds what the first run did, however far that came.
 */
@Injectable()
export class Bulk {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(SeededIds) private readonly seededIds: SeededIds,
  ) {}

  /**
   * `called`: what something is told by that was not done, its id unless said otherwise. Errors: {@link RefusedError} with
   * `UNAVAILABLE` and the `items`, when the store did not carry all of it out.
   */
  async run(
    context: Context,
    asked: Asked,
    commandFor: (context: Context, id: string) => One,
    called = (id: string) => id,
  ): Promise<BulkResult> {
    const { ids } = asked;
    const seed = context.ids.next();
    const outcomes: Outcome[] = [];
    let isAway = false;
    for (let from = 0; from < ids.length; from += WIDTH) {
      const some = ids.slice(from, from + WIDTH);
      const done: readonly Outcome[] = isAway
        ? some.map((id) => ({ id: called(id), status: 'failed', code: 'UNAVAILABLE' }))
        : await Promise.all(some.map((id) => this.one(called(id), commandFor(this.contextOf(context, seed, id), id))));
      outcomes.push(...done);
      // A store that is away for one is away for the next: who waits is told at once what was done.
      isAway ||= done.some(({ code }) => code === 'UNAVAILABLE');
    }
    const items = outcomes.map(({ position: _, ...item }): BulkItem => item);
    if (isAway) {
      const detail =
        'The store did not take all of it. Send it again, with the same Idempotency-Key: nothing is done twice.';
      throw new RefusedError(refuse('UNAVAILABLE', detail, { items, retryAfterSeconds: 1 }));
    }
    const position = outcomes.reduce((last, { position: at = '' }) => (at > last ? at : last), asked.at);
    return { items, position };
  }

  private contextOf(context: Context, seed: string, id: string): Context {
    const { proven: _, ...rest } = context;
    return { ...rest, ids: this.seededIds.from(`${seed} ${id}`) };
  }

  private async one(called: string, command: One): Promise<Outcome> {
    try {
      const { id = called, position } = await this.commands.execute(command);
      return { id, status: 'done', position };
    } catch (error) {
      if (error instanceof RefusedError) {
        return { id: called, status: 'refused', code: error.refusal.code };
      }
      if (error instanceof StreamUnreadable) {
        return { id: called, status: 'failed', code: 'STREAM_UNREADABLE' };
      }
      if (error instanceof StoreUnavailable) {
        return { id: called, status: 'failed', code: 'UNAVAILABLE' };
      }
      throw error;
    }
  }
}
