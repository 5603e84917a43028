import { Inject, Injectable } from '@nestjs/common';
import type { DeadlineDocument } from '../../../projections/deadlines/document';
import type { Clock } from '../../kernel/clock';
import type { Context } from '../../kernel/context';
import type { PolicyIds } from '../../kernel/policy-ids';
import { PORTS } from '../../kernel/ports';
import type { RecordedEvent } from '../../kernel/recorded-event';

const PATIENCE_MS = 30_000;

/** In whose name and because of what a policy acts. The same cause gives the same ids, so that doing it twice is doing it once. */
@Injectable()
export class PolicyContexts {
  constructor(
    @Inject(PORTS.policyIds) private readonly ids: PolicyIds,
    @Inject(PORTS.clock) private readonly clock: Clock,
  ) {}

  /** `on` tells commands apart that follow from one event. */
  after(policy: string, event: RecordedEvent, on = ''): Context {
    const { correlationId } = event.metadata;
    return { ...this.of(policy, `${event.id} ${on}`), correlationId, causationId: event.id };
  }

  /** A deadline that moved, or whose work failed and was recorded so, is another cause. */
  due(policy: string, { id, dueAt = '', failures = 0 }: DeadlineDocument): Context {
    const cause = `${id} ${dueAt} ${failures}`;
    return { ...this.of(policy, cause), correlationId: this.ids.for(policy, `run ${cause}`).next() };
  }

  private of(policy: string, cause: string): Omit<Context, 'correlationId'> {
    return {
      actor: { kind: 'policy', name: policy },
      deadline: this.clock.now() + PATIENCE_MS,
      ids: this.ids.for(policy, cause),
    };
  }
}
