import { Type } from '@sinclair/typebox';
import fc from 'fast-check';
import { clearable, input, Name } from './fields';
import { utcTimestamp } from '../platform/validation/utc-timestamp';
import { validator } from './validator';

test.each([
  ['an open object', Type.Object({ a: Name })],
  ['a string of anything', input({ a: Type.String() })],
  ['a nested string of anything', input({ a: Type.Array(input({ b: Type.String() })) })],
  ['an open record', input({ a: Type.Record(Type.String({ pattern: '^x$' }), Name) })],
])('%s does not become input', (_, schema) => {
  expect(() => validator(schema, 'body')).toThrow(/body/);
});

test('only a schema of one type can be clearable', () => {
  expect(() => clearable(Type.Union([Name, Type.Integer()]))).toThrow(/one type/);
});

test.each([
  ['2026-01-31T09:30:00Z', '2026-01-31T09:30:00.000Z'],
  ['2026-01-31t09:30:00.1z', '2026-01-31T09:30:00.100Z'],
  ['2024-02-29T23:59:59.999999-05:30', '2024-03-01T05:29:59.999Z'],
  ['2023-02-29T00:00:00Z', undefined],
  ['2100-02-29T00:00:00Z', undefined],
  ['2026-04-31T00:00:00Z', undefined],
  ['2026-13-01T00:00:00Z', undefined],
  ['2026-00-01T00:00:00Z', undefined],
  ['2026-01-31T24:00:00Z', undefined],
  ['2026-01-31T23:59:60Z', undefined],
  ['2026-01-31T09:30:00+24:00', undefined],
  ['2026-01-31T09:30Z', undefined],
  ['2026-01-31 09:30:00Z', undefined],
  ['0000-01-01T00:00:00+01:00', undefined],
  ['9999-12-31T23:59:59-01:00', undefined],
  [' 2026-01-31T09:30:00Z', undefined],
])('%s is %s', (text, expected) => {
  expect(utcTimestamp(text)).toBe(expected);
});

test('whatever is sent, a schema answers or refuses, and what it takes has no control character', () => {
  const validate = validator(input({ name: Name }), 'body');
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.anything()), (name) => {
      try {
        validate({ name });
      } catch (error) {
        expect((error as Error).name).toBe('Refused');
        return;
      }
      expect(name).not.toMatch(/[\p{Cc}\p{Cs}]/u);
    }),
  );
});
