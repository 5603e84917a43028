import type { CommandBus } from '@nestjs/cqrs';
import type { SchedulerRegistry } from '@nestjs/schedule';
import { CronJob } from 'cron';
import { Counter, type Registry } from 'prom-client';
import { BackUpOnSchedule } from './commands/operations/back-up-on-schedule';
import { BadConfiguration } from './config/bad-configuration';
import type { BackupSchedule } from './config/config';
import type { Clock } from './kernel/clock';
import type { Ids } from './kernel/ids';

/** Its name among the jobs that are scheduled, and as an actor in the log. */
const NAME = 'back-up-on-schedule';
const OUTCOMES = ['made', 'failed'] as const;
/** A copy of much takes its time, and what became of it is recorded after it. */
const TIMEOUT_MS = 60 * 60_000;

interface Parts {
  readonly commands: CommandBus;
  readonly scheduler: SchedulerRegistry;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly onError: (error: unknown) => void;
}

/** Makes backups by a schedule, one at a time, and counts how they end. */
export class ScheduledBackups {
  private readonly ended: Counter;
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    registry: Registry,
    private readonly on: Parts,
  ) {
    this.ended = new Counter({
      name: 'keyledger_scheduled_backups_total',
      help: 'Backups that were made by the schedule, by how they ended.',
      labelNames: ['outcome'],
      registers: [registry],
    });
    OUTCOMES.forEach((outcome) => this.ended.inc({ outcome }, 0));
  }

  /** Nothing is done without a schedule. Errors: {@link BadConfiguration}, for one that never comes. */
  start(schedule: BackupSchedule | undefined): void {
    if (schedule === undefined) return;
    const { cron: cronTime, keep } = schedule;
    const onTick = () => (this.underWay = this.backUp(keep));
    try {
      // What is still under way when the next is due is not begun a second time.
      const job = CronJob.from({ cronTime, onTick, start: true, timeZone: 'UTC', waitForCompletion: true });
      this.on.scheduler.addCronJob(NAME, job);
    } catch {
      throw new BadConfiguration(`KEYLEDGER_BACKUP_CRON is "${cronTime}", a time that never comes; mend or unset it.`);
    }
  }

  /** Begins no more, and waits for what is under way. */
  async stop(): Promise<void> {
    if (this.on.scheduler.doesExist('cron', NAME)) this.on.scheduler.deleteCronJob(NAME);
    await this.underWay;
  }

  private async backUp(keep: number): Promise<void> {
    const { commands, clock, ids, onError } = this.on;
    try {
      const actor = { kind: 'policy', name: NAME } as const;
      const context = { actor, correlationId: ids.next(), deadline: clock.now() + TIMEOUT_MS, ids };
      await commands.execute(new BackUpOnSchedule(context, keep));
      this.ended.inc({ outcome: 'made' });
    } catch (error) {
      this.ended.inc({ outcome: 'failed' });
      onError(error);
    }
  }
}
