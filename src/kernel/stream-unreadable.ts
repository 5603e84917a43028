/** A stream holds what can't be read, or lacks what it held. Nobody decides on it until that is settled. */
export class StreamUnreadable extends Error {
  constructor(
    readonly stream: string,
    /** The first revision that can't be read, or is not there. */
    readonly revision: number,
    /** Wire name of what can't be read; absent for what is lost. */
    readonly type: string | undefined,
    /** Why, in plain words. */
    readonly fault: string,
    /** It can be read, and nothing proves that it is ours. */
    readonly unauthentic?: true,
  ) {
    super(`${stream} can not be read at revision ${revision}: ${fault}`);
    this.name = 'StreamUnreadable';
  }
}
