import type { ResolvedEvent } from '@eventstore/db-client';
import type { FactClassifier } from '../../../kernel/facts/fact-classifier';
import { BEFORE_FIRST, type Position } from '../../../kernel/position';
import type { LogPage } from '../log-page';
import { ClientReplaced, type Connection } from './connection';
import { LiveWindow } from './live-window';
import { placedEntry } from './placed-entry';
import { pause, pauseMs } from './pauses';
import { Reads } from './reads';

import { verdictOn } from './verdict';

/**
 * Follows the whole log once for everybody in this process. It is not filtered: a filtered subscription does not tell when
 * it has passed a position that holds somebody else's event, and an old server tells nothing on an empty log. A server that
 * drops it for being slow, which is its way with whoever falls 32 events behind, is asked again from the same place at once;
 * after a failure the pauses grow.
 */
export class LiveFeed {
  /** Everything up to here has come. */
  at: Position = BEFORE_FIRST;
  private readonly window = new LiveWindow();
  private readonly stopping = new AbortController();
  private readonly sleepers = new Set<() => void>();
  private running: Promise<void> = Promise.resolve();
  private waking = false;
  private times = 0;
  private round = new AbortController();

  constructor(
    private readonly connection: Connection,
    private readonly judge: FactClassifier,
    private readonly onError: (error: unknown) => void,
    private readonly reads = new Reads(connection),
  ) {}

  /**
   * Times the line broke. The server may have been put back to an older copy since, so that what follows is no continuation
   * of what came: a follower ends then, and proves its place before it goes on.
   */
  get breaks(): number {
    return this.times;
  }

  start(at: Position): void {
    this.at = at;
    this.window.begin(at);
    this.running = this.run();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
  }

  get stopped(): boolean {
    return this.stopping.signal.aborted;
  }

  after(position: Position, limit: number): LogPage | undefined {
    return this.window.after(position, limit);
  }

  /** Until something has come, the feed has stopped or the signal was given. */
  change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.sleepers.delete(wake);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      this.sleepers.add(wake);
      signal.addEventListener('abort', wake);
      if (signal.aborted || this.stopped) wake();
    });
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    let failures = 0;
    while (!signal.aborted) {
      const began = this.at;
      try {
        this.round = new AbortController();
        await this.connection.follow(
          this.at,
          (event) => this.came(event),
          AbortSignal.any([signal, this.round.signal]),
        );
      } catch (error) {
        failures = this.at > began ? 0 : failures;
        const isTooSlow = verdictOn(error).kind === 'too-slow';
        const routine = error instanceof ClientReplaced || isTooSlow;
        if (!isTooSlow) {
          this.beginAnew(this.at);
        }
        if (!routine) {
          this.onError(error);
        }
        if (!routine || this.at === began) {
          await pause(pauseMs(failures), signal);
          failures += 1;
          if (!isTooSlow) await this.fromTheEnd();
        }
      }
    }
  }

  /** The log ends before where the feed had come: it follows from there on. */
  wentBackTo(head: Position): void {
    this.beginAnew(head);
    this.round.abort();
  }

  /**
   * Where it stood may be no place of the log any more, however long that is by now: asked from there the server refuses for
   * ever. What lies between is read by whoever needs it.
   */
  private async fromTheEnd(): Promise<void> {
    const head = await this.reads.head().catch(() => undefined);
    if (head !== undefined && !this.stopped) this.beginAnew(head);
  }

  private beginAnew(at: Position): void {
    this.at = at;
    this.window.begin(at);
    this.times += 1;
    this.wake();
  }

  private came(resolved: ResolvedEvent): void {
    const entry = placedEntry(this.judge, resolved);
    // Taken up again, a subscription begins after where it stood; what came already must not come twice all the same.
    if (entry.position <= this.at) {
      return;
    }
    this.window.push(entry);
    this.at = entry.position;
    if (!this.waking) {
      this.waking = true;
      // Events that arrive together wake everybody once.
      setImmediate(() => this.wake());
    }
  }

  private wake(): void {
    this.waking = false;
    [...this.sleepers].forEach((wake) => wake());
  }
}
