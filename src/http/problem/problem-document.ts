import type { Refusal } from '../../kernel/refusal';
import { PROBLEMS, type ProblemCode } from './codes';
import { EXTENSIONS, type Extension } from './extensions';

export const PROBLEM_TYPE = 'application/problem+json';

const text = { type: 'string' };
const said = (description: string) => ({ ...text, description });

/** Every extension, and the codes it comes with. */
const extensions = (): Record<string, object> => {
  const codes = new Map<string, string[]>();
  const schemas = new Map<string, Extension>();
  for (const [code, members] of Object.entries(EXTENSIONS)) {
    for (const [name, schema] of Object.entries(members)) {
      codes.set(name, [...(codes.get(name) ?? []), code]);
      schemas.set(name, schema);
    }
  }
  return Object.fromEntries(
    [...schemas].map(([name, schema]) => [
      name,
      { ...schema, description: `With ${(codes.get(name) ?? []).join(', ')}: ${schema.description}` },
    ]),
  );
};

/**
 * RFC 9457 § 3.1 as JSON Schema, with the stable `code`, and what each code adds. One shape for all codes, open: a client that
 * was generated from it reads a code that came later.
 */
export const Problem = {
  title: 'Problem',
  type: 'object',
  additionalProperties: true,
  required: ['type', 'title', 'status', 'code', 'detail', 'instance', 'correlationId'],
  properties: {
    type: { ...text, format: 'uri' },
    title: text,
    status: { type: 'integer' },
    code: text,
    detail: text,
    instance: said('The path asked for.'),
    correlationId: said(
      'Finds the request in the log and in the audit; the header Keyledger-Correlation-Id says the same.',
    ),
    ...extensions(),
  },
};

/** The document of a refusal, with what is documented for its code. `Retry-After` is a header, not a member. */
export const problemDocument = ({ code, detail, extra }: Refusal, instance: string, correlationId: string): object => {
  const { status, title } = PROBLEMS[code as ProblemCode];
  const documented = EXTENSIONS[code as ProblemCode] ?? {};
  const members = Object.entries(extra ?? {}).filter(([name]) => Object.hasOwn(documented, name));
  return {
    ...Object.fromEntries(members),
    type: `urn:keyledger:problem:${code.toLowerCase().replaceAll('_', '-')}`,
    title,
    status,
    code,
    detail,
    instance,
    correlationId,
  };
};
