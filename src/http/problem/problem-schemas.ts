import { PROBLEMS, type ProblemCode } from './codes';
import { EXTENSIONS, isAlwaysThere, type Extension } from './extensions';

const text = { type: 'string' };
const said = (description: string) => ({ ...text, description });

/** What tells one kind of problem from another (RFC 9457 § 3.1.1). */
export const problemType = (code: string): string => `urn:keyledger:problem:${code.toLowerCase().replaceAll('_', '-')}`;

/** RFC 9457 § 3.1 as JSON Schema, with the stable `code`. */
const MEMBERS = {
  type: { ...text, format: 'uri' },
  title: text,
  status: { type: 'integer' },
  code: text,
  detail: text,
  instance: said('The path asked for.'),
  correlationId: said(
    'Finds the request in the log and in the audit; the header Keyledger-Correlation-Id says the same.',
  ),
};

/** Open: a release may add members. */
const schema = (title: string, more: object, always: readonly string[] = []) => ({
  title,
  type: 'object',
  additionalProperties: true,
  required: [...Object.keys(MEMBERS), ...always],
  properties: { ...MEMBERS, ...more },
});

/** Every extension, and the codes it comes with. */
const extensions = (): Record<string, object> => {
  const codes = new Map<string, string[]>();
  const schemas = new Map<string, Extension>();
  for (const [code, members] of Object.entries(EXTENSIONS)) {
    for (const [name, member] of Object.entries(members)) {
      codes.set(name, [...(codes.get(name) ?? []), code]);
      schemas.set(name, member);
    }
  }
  return Object.fromEntries(
    [...schemas].map(([name, member]) => [
      name,
      { ...member, description: `With ${(codes.get(name) ?? []).join(', ')}: ${member.description}` },
    ]),
  );
};

/**
 * What every refusal is: one shape for all codes, with what any of them adds. A client that was generated from it reads a code
 * that came later.
 */
export const Problem = schema('Problem', extensions());

const nameOf = (code: ProblemCode): string =>
  `${code
    .toLowerCase()
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('')}Problem`;

/** What a refusal with this code is: a `Problem` with what this code adds, and nothing that others do. */
export const problemSchema = (code: ProblemCode) => {
  const { title } = PROBLEMS[code];
  const added = EXTENSIONS[code] ?? {};
  const members = {
    type: { ...MEMBERS.type, examples: [problemType(code)] },
    title: { ...text, examples: [title] },
    code: { ...text, enum: [code] },
    detail: { ...text, examples: [`${title}.`] },
    ...added,
  };
  return schema(nameOf(code), members, Object.keys(added).filter(isAlwaysThere));
};
