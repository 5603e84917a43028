import { Ajv2020 } from 'ajv/dist/2020';
import { refuse } from '../../kernel/refusal';
import { PROBLEMS, type ProblemCode } from './codes';
import { EXTENSIONS } from './extensions';
import { problemDocument } from './problem-document';
import { Problem, problemSchema } from './problem-schemas';

const ajv = new Ajv2020({ strict: false, validateFormats: false });
const CODES = Object.keys(PROBLEMS) as ProblemCode[];

const documentOf = (code: ProblemCode, extra?: object) =>
  problemDocument(refuse(code, 'Because.', extra as never), '/api/v1/things', 'c-1');

test.each(CODES)('%s has a schema of its own, which is a problem of that code and of no other', (code) => {
  const { title, required } = problemSchema(code);
  expect(title).toMatch(/^[A-Z][A-Za-z]+Problem$/);
  const added = Object.keys(EXTENSIONS[code] ?? {});
  expect(Object.keys(problemSchema(code).properties)).toEqual([
    ...Object.keys(Problem.properties).filter((name) => Problem.required.includes(name)),
    ...added,
  ]);
  const isOfCode = ajv.compile(problemSchema(code));
  const needed = required.filter((name) => !Problem.required.includes(name));
  expect(isOfCode(documentOf(code))).toBe(needed.length === 0);
  for (const other of CODES.filter((each) => each !== code)) expect(isOfCode(documentOf(other))).toBe(false);
  // What every client reads, whatever the code.
  expect(ajv.compile(Problem)(documentOf(code))).toBe(true);
});

test('names of schemas are unlike', () => {
  expect(new Set(CODES.map((code) => problemSchema(code).title)).size).toBe(CODES.length);
});

test('who holds an identity is read by its code, with whatever a later release adds', () => {
  const holder = { userId: 'u', userEmail: 'ann@example.com', since: '2026-01-01T00:00:00Z', until: 'x', own: false };
  const isTaken = ajv.compile(problemSchema('ALREADY_CHECKED_OUT'));
  expect(isTaken(documentOf('ALREADY_CHECKED_OUT', { holders: [{ ...holder, addedLater: 1 }] }))).toBe(true);
  expect(isTaken({ ...documentOf('ALREADY_CHECKED_OUT', { holders: [holder] }), addedLater: {} })).toBe(true);
  expect(isTaken(documentOf('ALREADY_CHECKED_OUT', { holders: [{ ...holder, own: 'no' }] }))).toBe(false);
  expect(isTaken(documentOf('ALREADY_CHECKED_OUT'))).toBe(false);
});
