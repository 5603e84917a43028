import { AsyncLocalStorage } from 'node:async_hooks';
import pLimit from 'p-limit';
import type { Projector } from '../../src/kernel/projector';
import type { ReadModel } from '../../src/kernel/read-model';
import type { ReadModels } from '../../src/kernel/read-models';
import type { ReadThrough } from '../../src/kernel/read-through';
import type { StreamReader } from '../../src/kernel/stream-reader';
import { ModelOfStreams } from './model-of-streams';

/** Streams that are read whole at once: each is held by whoever waits for it, however many ask. */
const AT_ONCE = 4;

interface Question {
  readonly onModel: () => void;
}

/**
 * The read models as they stand, or, for a question that can not wait for them, as the log says. Which of the two goes with
 * the question, however deep in it somebody asks a model: one handler serves both.
 */
export class ModelsOrStreams implements ReadModels, ReadThrough {
  private readonly throughLog = new AsyncLocalStorage<Question>();
  private readonly limit = pLimit(AT_ONCE);
  private questions = 0;
  private readonly projectors: ReadonlyMap<string, Projector<unknown>>;

  constructor(
    private readonly standing: ReadModels,
    projectors: readonly Projector<unknown>[],
    private readonly reader: Pick<StreamReader, 'page'>,
  ) {
    this.projectors = new Map(projectors.map((projector) => [projector.schema.name, projector]));
  }

  async asking<T>(question: () => Promise<T>, onModel: () => void = () => undefined): Promise<T> {
    this.questions += 1;
    try {
      return await this.throughLog.run({ onModel }, question);
    } finally {
      this.questions -= 1;
      // Up to Node 22 each promise of the process costs more from the first question on, until this.
      if (this.questions === 0) this.throughLog.disable();
    }
  }

  readModel<D>(name: string): ReadModel<D> {
    const standing = this.standing.readModel<D>(name);
    const projector = this.projectors.get(name) as Projector<D> | undefined;
    const question = this.throughLog.getStore();
    if (question === undefined) return standing;
    if (projector?.streams !== undefined) {
      return new ModelOfStreams(projector, standing, { reader: this.reader, limit: this.limit, ...question });
    }
    question.onModel();
    return standing;
  }
}
