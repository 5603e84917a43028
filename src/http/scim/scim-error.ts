import { refuse, type Refusal } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { URNS } from './urns';

/** RFC 7644, table 9. */
type ScimType =
  | 'invalidFilter'
  | 'tooMany'
  | 'uniqueness'
  | 'mutability'
  | 'invalidSyntax'
  | 'invalidPath'
  | 'noTarget'
  | 'invalidValue';

/** A 400 that says of which kind. */
export const scimInvalid = (scimType: ScimType, detail: string): RefusedError =>
  new RefusedError(refuse('VALIDATION_FAILED', detail, { scimType }));

/** A connection knows nothing of others' records: all it hears is that the name can't be had. */
const TAKEN = 'This userName is taken.';

const typeOf = ({ code, extra }: Refusal): string | undefined => {
  if (code === 'EMAIL_TAKEN') return 'uniqueness';
  if (code !== 'VALIDATION_FAILED') return undefined;
  if (typeof extra?.['scimType'] === 'string') return extra['scimType'];
  // With `errors` it is the body or the query that can not be read at all.
  return extra?.['errors'] === undefined ? 'invalidValue' : 'invalidSyntax';
};

/** A refusal as RFC 7644 § 3.12 writes it. */
export const scimErrorDocument = (refusal: Refusal, status: number): object => {
  const scimType = typeOf(refusal);
  return {
    schemas: [URNS.error],
    status: String(status),
    ...(scimType === undefined ? {} : { scimType }),
    detail: refusal.code === 'EMAIL_TAKEN' ? TAKEN : refusal.detail,
  };
};
