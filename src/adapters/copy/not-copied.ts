/** Nothing was moved. Its message says in one line why and what to do. */
export class NotCopied extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotCopied';
  }
}
