import type { SchedulerRegistry } from '@nestjs/schedule';
import type { Random } from '../../kernel/random';
import type { ReadModels } from '../../kernel/read-models';
import type { ReadSide } from '../../kernel/read-side';
import { DueRound } from './due-round';
import { Listener, type Hearing } from './listener';
import type { Policy } from './policy';
import { Timetable } from './timetable';

export interface Household extends Hearing {
  readonly models: ReadModels;
  readonly readSide: ReadSide;
  readonly registry: SchedulerRegistry;
  readonly random: Pick<Random, 'below'>;
}

/** One time of a node at the work of all policies, from taking it up to laying it down. */
export class Reign {
  private readonly listeners: ReadonlyMap<string, Listener>;
  private readonly timetable: Timetable;

  constructor(
    private readonly policies: readonly Policy[],
    private readonly on: Household,
  ) {
    this.listeners = new Map(
      policies.flatMap((policy) =>
        policy.reaction === undefined ? [] : [[policy.name, new Listener(policy, policy.reaction, on)] as const],
      ),
    );
    this.timetable = new Timetable(on.registry, on.trouble, on.random);
  }

  async start(): Promise<void> {
    await Promise.all([...this.listeners.values()].map((listener) => listener.start()));
    for (const { name, dueWork, chore } of this.policies) {
      if (dueWork !== undefined) {
        this.timetable.add(`${name}: what is due`, new DueRound(name, dueWork, this.on));
      }
      if (chore !== undefined) {
        this.timetable.add(name, chore);
      }
    }
  }

  /** Times a policy failed since this node took up the work. */
  failuresOf(policy: string): number {
    return this.listeners.get(policy)?.failures ?? 0;
  }

  round(): Promise<void> {
    return this.timetable.roundOfAll();
  }

  async stop(): Promise<void> {
    await Promise.all([this.timetable.stop(), ...[...this.listeners.values()].map((listener) => listener.stop())]);
  }
}
