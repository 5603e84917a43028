import type { SchedulerRegistry } from '@nestjs/schedule';
import type { Random } from '../../kernel/random';
import type { ScheduledTask } from './policy';
import type { Waits } from './waits';

/** By how much a rarely done task's pace differs from node to node, one part in so many: they don't all come at once. */
const JITTER = 10;
const RARE_MS = 10 * 60_000;

/** Runs tasks by the clock on the wall, one of a kind at a time. */
export class Scheduler {
  private readonly running = new Map<string, Promise<void>>();
  private readonly tasks = new Map<string, { readonly task: ScheduledTask; readonly waits: Waits }>();

  constructor(
    private readonly registry: SchedulerRegistry,
    private readonly random: Pick<Random, 'below'>,
  ) {}

  /** Once now, then regularly; told what goes wrong is whoever `waits`. */
  add(name: string, task: ScheduledTask, waits: Waits): void {
    this.tasks.set(name, { task, waits });
    this.registry.addInterval(
      name,
      setInterval(() => void this.round(name), this.intervalOf(task)),
    );
    void this.round(name);
  }

  private intervalOf({ everyMs }: ScheduledTask): number {
    return everyMs < RARE_MS ? everyMs : everyMs - this.random.below(Math.floor(everyMs / JITTER));
  }

  /** One round of each, now; those under way are waited for and then run once more. */
  async roundOfAll(): Promise<void> {
    await Promise.all(this.running.values());
    await Promise.all([...this.tasks.keys()].map((name) => this.round(name)));
  }

  async stop(): Promise<void> {
    for (const [name, { task }] of this.tasks) {
      task.stop?.();
      // Nest clears its registry when the application closes, perhaps before.
      if (this.registry.doesExist('interval', name)) this.registry.deleteInterval(name);
    }
    this.tasks.clear();
    await Promise.all(this.running.values());
  }

  private round(name: string): Promise<void> {
    const underWay = this.running.get(name);
    if (underWay !== undefined) {
      return underWay;
    }
    const round = this.run(name).finally(() => this.running.delete(name));
    this.running.set(name, round);
    return round;
  }

  private async run(name: string): Promise<void> {
    const found = this.tasks.get(name);
    const round = `a round of ${name}`;
    try {
      await found?.task.run();
      found?.waits.wentOn(round);
    } catch (error) {
      found?.waits.tell(round, error);
    }
  }
}
