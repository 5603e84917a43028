import { DatabaseError } from 'pg';
import { statementFailed } from './statement-failed';

const answer = (code: string, severity = 'ERROR'): DatabaseError =>
  Object.assign(new DatabaseError('in the words of the server', 0, 'error'), { code, severity });

test.each(['42501', '42704', '22023', '57014', '40001', '25006'])(
  '%s is of the statement: nothing was changed',
  (code) => {
    expect(statementFailed(answer(code))).toBe(true);
  },
);

test.each([
  ['08006', 'ERROR'],
  ['08P01', 'ERROR'],
  ['57P01', 'FATAL'],
  ['57P05', 'ERROR'],
  ['58030', 'ERROR'],
  ['XX000', 'ERROR'],
  ['25P03', 'FATAL'],
  ['53200', 'PANIC'],
])('%s (%s) leaves open whether the statement was carried out', (code, severity) => {
  expect(statementFailed(answer(code, severity))).toBe(false);
});

test('a broken connection is no answer, though its code may have the shape of one', () => {
  expect(statementFailed(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))).toBe(false);
  expect(statementFailed(new Error('Connection terminated unexpectedly'))).toBe(false);
});
