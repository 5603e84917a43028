import type { Refusal } from '../../kernel/refusal';
import { PROBLEMS, type ProblemCode } from './codes';
import { EXTENSIONS } from './extensions';
import { problemType } from './problem-schemas';

export const PROBLEM_TYPE = 'application/problem+json';

/** The document of a refusal, with what is documented for its code. `Retry-After` is a header, not a member. */
export const problemDocument = ({ code, detail, extra }: Refusal, instance: string, correlationId: string): object => {
  const { status, title } = PROBLEMS[code as ProblemCode];
  const documented = EXTENSIONS[code as ProblemCode] ?? {};
  const members = Object.entries(extra ?? {}).filter(([name]) => Object.hasOwn(documented, name));
  return {
    ...Object.fromEntries(members),
    type: problemType(code),
    title,
    status,
    code,
    detail,
    instance,
    correlationId,
  };
};
