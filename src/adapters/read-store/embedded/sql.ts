import type { FieldValue } from '../../../kernel/read-model';

/** A piece of SQL and what is bound to its marks: columns come from schemas in the code, whatever came from outside is bound. */
export interface Sql {
  readonly sql: string;
  readonly values: readonly FieldValue[];
}
