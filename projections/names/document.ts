import type { ModelSchema } from '../../src/kernel/read-model';

/** The name a thing had from one fact on, until the next document of the same thing. Never changed, never taken away. */
export interface NameDocument {
  /** Of a thing the names lie in the order of the log: {@link nameIdAt}. */
  readonly id: string;
  /** {@link thingOf} it. */
  readonly thing: string;
  /** For a user the e-mail, else the name. */
  readonly name: string;
}

/**
 * Names as they were at each moment of the log. They stand beside the audit trail and not in it: names change seldom, and
 * the trail has an entry for every event.
 */
export const NAMES: ModelSchema = {
  name: 'names',
  version: 2,
  fields: { thing: 'text' },
  indexes: [['thing']],
};
