/** A backup was not restored, and nothing was put anywhere. Its message says in one line why and what to do. */
export class NotRestored extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotRestored';
  }
}
