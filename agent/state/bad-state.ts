/** What the agent keeps on disk can't be used. The message is one line: what is wrong, and what to do. */
export class BadState extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadState';
  }
}
