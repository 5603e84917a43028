import { Inject, Injectable } from '@nestjs/common';
import { SchedulerRegistry } from '@nestjs/schedule';
import type { Checkpoints } from '../../kernel/checkpoints';
import type { Clock } from '../../kernel/clock';
import type { EventStore } from '../../kernel/event-store';
import { PORTS } from '../../kernel/ports';
import type { ReadModels } from '../../kernel/read-models';
import type { ReadSide } from '../../kernel/read-side';
import { DueRound } from './due-round';
import { Listener } from './listener';
import { POLICY_LIST, type Policy } from './policy';
import { Timetable } from './timetable';
import { POLICY_TROUBLE, type PolicyTrouble } from './trouble';

/** Lets things happen by themselves. Start it after the read models and before the first request. */
@Injectable()
export class PolicyRunner {
  private readonly listeners: readonly Listener[];
  private readonly timetable: Timetable;

  constructor(
    @Inject(POLICY_LIST) private readonly policies: readonly Policy[],
    @Inject(PORTS.eventStore) store: EventStore,
    @Inject(PORTS.checkpoints) checkpoints: Checkpoints,
    @Inject(PORTS.readModels) private readonly models: ReadModels,
    @Inject(PORTS.readSide) private readonly readSide: ReadSide,
    @Inject(PORTS.clock) private readonly clock: Clock,
    @Inject(SchedulerRegistry) registry: SchedulerRegistry,
    @Inject(POLICY_TROUBLE) private readonly trouble: PolicyTrouble,
  ) {
    const hearing = { store, checkpoints, clock, trouble };
    this.listeners = policies.flatMap(({ name, reaction }) =>
      reaction === undefined ? [] : [new Listener(name, reaction, hearing)],
    );
    this.timetable = new Timetable(registry, trouble);
  }

  /** Answers when every policy's place in the log is durable: from now on no fact goes unheard. */
  async start(): Promise<void> {
    await Promise.all(this.listeners.map((listener) => listener.start()));
    for (const { name, dueWork, chore } of this.policies) {
      if (dueWork !== undefined) {
        const { models, readSide, clock, trouble } = this;
        this.timetable.add(`${name}: what is due`, new DueRound(name, dueWork, { models, readSide, clock, trouble }));
      }
      if (chore !== undefined) {
        this.timetable.add(name, chore);
      }
    }
  }

  /** One round of everything timed, now, instead of waiting for its turn. */
  round(): Promise<void> {
    return this.timetable.roundOfAll();
  }

  async stop(): Promise<void> {
    await Promise.all([this.timetable.stop(), ...this.listeners.map((listener) => listener.stop())]);
  }
}
