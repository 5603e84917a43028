import { BadConfig } from './bad-config';

/** What stands on the command line, or is missing there, can't be used: exit code 2. */
export class CalledWrongly extends BadConfig {
  constructor(message: string) {
    super(message);
    this.name = 'CalledWrongly';
  }
}
