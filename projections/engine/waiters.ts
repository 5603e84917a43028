import type { Position } from '../../src/kernel/position';

interface Waiter {
  readonly position: Position;
  readonly settle: (reached: boolean) => void;
}

/** Those who wait until a read model has got somewhere. */
export class Waiters {
  private waiting = new Set<Waiter>();

  wait(position: Position, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => waiter.settle(false), timeoutMs);
      const waiter: Waiter = {
        position,
        settle: (reached) => {
          clearTimeout(timer);
          this.waiting.delete(waiter);
          resolve(reached);
        },
      };
      this.waiting.add(waiter);
    });
  }

  get any(): boolean {
    return this.waiting.size > 0;
  }

  reached(position: Position): void {
    for (const waiter of this.waiting) {
      if (waiter.position <= position) {
        waiter.settle(true);
      }
    }
  }

  /** Nobody will get further: everybody is told so now. */
  giveUp(): void {
    for (const waiter of this.waiting) {
      waiter.settle(false);
    }
  }
}
