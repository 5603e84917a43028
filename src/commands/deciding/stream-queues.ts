/**
 * One decision at a time on a stream within this process, so that conflicts come from other replicas only. Streams
 * without a decision under way take no memory.
 */
export class StreamQueues {
  private readonly tails = new Map<string, Promise<unknown>>();

  async run<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(stream);
    const mine = before === undefined ? work() : before.then(work, work);
    this.tails.set(stream, mine);
    try {
      return await mine;
    } finally {
      if (this.tails.get(stream) === mine) {
        this.tails.delete(stream);
      }
    }
  }
}
