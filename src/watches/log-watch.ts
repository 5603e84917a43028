import type { CommandBus } from '@nestjs/cqrs';
import type { SchedulerRegistry } from '@nestjs/schedule';
import type { Adapters } from '../adapters/adapters';
import { RecordLogWentBack } from '../commands/operations/record-log-went-back';
import { growingPauseMs } from '../kernel/subscription/growing-pause';
import { Pauses } from '../kernel/subscription/pauses';
import type { WentBack } from '../kernel/subscription/went-back';
import { scheduledInterval } from './scheduled-interval';

const VERIFY_EVERY_MS = 5000;
const TIMEOUT_MS = 30_000;

type Parts = Pick<Adapters, 'subscriptions' | 'clock' | 'ids' | 'derivedIds'>;

/** Looks now and then whether the log is still the one that was followed, and states it as a fact when it is not. */
export class LogWatch {
  private readonly pauses = new Pauses();
  private readonly telling = new Set<Promise<void>>();
  private stopped = false;
  private endVerifying?: () => void;

  constructor(
    private readonly parts: Parts,
    private readonly commands: CommandBus,
    private readonly scheduler: SchedulerRegistry,
    private readonly onError: (error: unknown) => void,
  ) {}

  start(): void {
    const { subscriptions } = this.parts;
    subscriptions.tell((name, wentBack) => {
      const told = this.tell(name, wentBack).finally(() => this.telling.delete(told));
      this.telling.add(told);
    });
    // A store that is away is told by whoever needs it.
    const verify = () => void subscriptions.verify().catch(() => undefined);
    this.endVerifying = scheduledInterval(this.scheduler, 'watch-for-the-log', VERIFY_EVERY_MS, verify);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.endVerifying?.();
    this.pauses.endAll();
    await Promise.all(this.telling);
  }

  /** Until it is told: nobody else may find it again. */
  private async tell(name: string, wentBack: WentBack): Promise<void> {
    for (let failures = 0; !this.stopped; failures += 1) {
      try {
        if (await this.commands.execute(this.commandFor(name, wentBack))) {
          this.onError(new Error(`the log went back: ${name} was at ${wentBack.was.position}`));
        }
        return;
      } catch (error) {
        this.onError(error);
      }
      await this.pauses.for(growingPauseMs(failures, () => 0));
    }
  }

  private commandFor(name: string, wentBack: WentBack): RecordLogWentBack {
    const { clock, ids, derivedIds } = this.parts;
    const { was, lastCommon } = wentBack;
    const cause = ['log-went-back', was.position, was.fact?.eventId, lastCommon.position, lastCommon.fact?.eventId];
    const context = {
      actor: { kind: 'policy', name: 'log-watch' } as const,
      correlationId: ids.next(),
      deadline: clock.now() + TIMEOUT_MS,
      ids: derivedIds.from(JSON.stringify(cause)),
    };
    return new RecordLogWentBack(context, name, wentBack);
  }
}
