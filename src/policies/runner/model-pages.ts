import { Inject, Injectable } from '@nestjs/common';
import { entryOf } from '../../kernel/entry-of';
import type { Position } from '../../kernel/position';
import type { Condition, FieldValue, FindOptions } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';
import { ReadSide } from '../../kernel/read-side';
import { Shutdown } from '../../kernel/shutdown';
import { ReadModelBehind } from '../../kernel/store-errors';

const TIMEOUT_MS = 2000;
const PAGE = 200;

/** What read models hold, for policies that must find all there is to do at some moment of the log. */
@Injectable()
export class ModelPages {
  constructor(
    @Inject(ReadModels) private readonly models: ReadModels,
    @Inject(ReadSide) private readonly readSide: ReadSide,
    @Inject(Shutdown) private readonly shutdown: Shutdown,
  ) {}

  /**
   * Every document that matches, page by page and in the order of a field that never changes, once the model has come as far as
   * the position, by default to the log's head; no page is read before it is asked for. Throws {@link ReadModelBehind} when the
   * model does not come there in time: the event is tried again. Throws `ShuttingDown` before a page, once the process stops.
   */
  async *of<D extends { readonly id: string }>(
    name: string,
    where: readonly Condition[],
    at?: Position,
    order: NonNullable<FindOptions['order']> = { by: 'id' },
  ): AsyncIterable<readonly D[]> {
    if (!(await this.readSide.waitFor([name], at ?? (await this.readSide.head()), TIMEOUT_MS))) {
      throw new ReadModelBehind(name, 'is behind');
    }
    const model = this.models.readModel<D>(name);
    for (let last: D | undefined; ;) {
      const value = entryOf(last as Readonly<Record<string, unknown>> | undefined, order.by) as FieldValue;
      this.shutdown.throwIfBegun();
      const after = last === undefined ? {} : { after: { value, id: last.id } };
      const page = await model.find({ where, order, limit: PAGE, ...after });
      yield page;
      last = page.at(-1);
      if (page.length < PAGE) return;
      // A file answers within the turn: without this, whoever reads much keeps everybody else waiting for all of it.
      await new Promise(setImmediate);
    }
  }
}
