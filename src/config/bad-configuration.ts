/**
 * A variable or file of the configuration can't be used. The message is one line for each value that is wrong: what is, and what
 * to do. Never a secret.
 */
export class BadConfiguration extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadConfiguration';
  }
}
