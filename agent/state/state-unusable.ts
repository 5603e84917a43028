/** What the agent keeps on disk can't be used. The message is one line: what is wrong, and what to do. */
export class StateUnusable extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StateUnusable';
  }
}

/** Nobody knows any more which numbers an agent has used: it may send nothing in its own name again. */
export const sequenceLost = (): StateUnusable =>
  new StateUnusable('the sequence number is lost: enrol this host again with a new join token');
