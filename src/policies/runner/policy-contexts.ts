import { Inject, Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { RecordedEvent } from '../../kernel/recorded-event';
import { SeededIds } from '../../kernel/seeded-ids';
import { Ids } from '../../kernel/ids';
import type { Due } from './due-source';

const TIMEOUT_MS = 30_000;

/** In whose name and because of what a policy acts. The same cause gives the same ids, so that doing it twice is doing it once. */
@Injectable()
export class PolicyContexts {
  constructor(
    @Inject(SeededIds) private readonly seeded: SeededIds,
    @Inject(Ids) private readonly fresh: Ids,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /** `on` tells commands apart that follow from one event. */
  after(policy: string, event: RecordedEvent, on = ''): Context {
    const { correlationId } = event.metadata;
    return { ...this.of(policy, `${event.id} ${on}`), correlationId, causationId: event.id };
  }

  /** A deadline that moved, or whose work was begun before and came to nothing, is another cause. */
  due(policy: string, { id, dueAt = '', tries = 0 }: Due): Context {
    const cause = `${id} ${dueAt} ${tries}`;
    return { ...this.of(policy, cause), correlationId: this.ids(policy, `run ${cause}`).next() };
  }

  /** For what is looked at again and again, where nothing is a cause but the time. */
  now(policy: string): Context {
    return {
      actor: { kind: 'policy', name: policy },
      correlationId: this.fresh.next(),
      deadline: this.clock.now() + TIMEOUT_MS,
      ids: this.fresh,
    };
  }

  private of(policy: string, cause: string): Omit<Context, 'correlationId'> {
    return {
      actor: { kind: 'policy', name: policy },
      deadline: this.clock.now() + TIMEOUT_MS,
      ids: this.ids(policy, cause),
    };
  }

  /** They can be guessed, which harms nobody: they open no door. */
  private ids(policy: string, cause: string): Ids {
    return this.seeded.from(JSON.stringify(['policy', policy, cause]));
  }
}
