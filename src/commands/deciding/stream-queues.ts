import { StoreUnavailable } from '../../kernel/store-errors';

/** Above a thousand callers who want one identity at the same moment; what lies beyond would be told 503 by its deadline anyway. */
const MOST_WAITING = 2048;

interface Queue {
  tail: Promise<unknown>;
  waiting: number;
}

/**
 * One decision at a time on a stream within this process, so that conflicts come from other replicas only. Streams
 * without a decision under way take no memory, and a stream takes no more than `mostWaiting` of them: whoever comes then
 * is refused at once ({@link StoreUnavailable}), with nothing decided.
 */
export class StreamQueues {
  private readonly queues = new Map<string, Queue>();

  constructor(private readonly mostWaiting = MOST_WAITING) {}

  async run<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const queue = this.queues.get(stream);
    if (queue === undefined) {
      return this.first(stream, work);
    }
    if (queue.waiting >= this.mostWaiting) {
      throw new StoreUnavailable(`${queue.waiting} decisions wait for the same stream already; try again`);
    }
    queue.waiting += 1;
    const begin = (): Promise<T> => {
      queue.waiting -= 1;
      return work();
    };
    const mine = queue.tail.then(begin, begin);
    queue.tail = mine;
    try {
      return await mine;
    } finally {
      this.leave(stream, queue, mine);
    }
  }

  private async first<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const mine = work();
    const queue: Queue = { tail: mine, waiting: 0 };
    this.queues.set(stream, queue);
    try {
      return await mine;
    } finally {
      this.leave(stream, queue, mine);
    }
  }

  private leave(stream: string, queue: Queue, mine: Promise<unknown>): void {
    if (queue.tail === mine) {
      this.queues.delete(stream);
    }
  }
}
