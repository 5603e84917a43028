/** The agent's configuration can't be used. The message is one line: what is wrong, and what to do. Never a secret. */
export class BadConfig extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadConfig';
  }
}

/** What stands on the command line, or is missing there, can't be used: exit code 2. */
export class CalledWrongly extends BadConfig {
  constructor(message: string) {
    super(message);
    this.name = 'CalledWrongly';
  }
}
