import { IsUUID } from 'class-validator';
import fc from 'fast-check';
import { RefusedError } from '../../../kernel/refused-error';
import { Name } from './common';
import { Email } from './email';
import { Flag } from './flag';
import { Id, id } from './id';
import { ListOf } from './list-of';
import { Nested, nested } from './nested';
import { Clearable, Nullable, Optional } from './optional';
import { PageQuery } from './page-query';
import { RawQuery } from './raw-query';
import { StrictValidationPipe } from './strict-validation.pipe';
import { Text } from './text';
import { UtcTime } from './utc-time';
import { WholeNumber } from './whole-number';

class Inner {
  @Id() hostId!: string;
  @Optional() @WholeNumber({ min: 1, max: 10 }) port?: number;
}

class Outer {
  @Optional() @Name() name?: string;
  @Optional() @Text({ max: 3 }) short?: string;
  @Optional() @Email() email?: string;
  @Optional() @UtcTime() when?: string;
  @Optional() @Flag() flag?: boolean;
  @Clearable() @Nested(() => Inner) inner?: Inner | null;
  @Optional() @ListOf(id, { max: 3, unique: true }) ids?: string[];
  @Optional()
  @ListOf(nested(() => Inner), { max: 3, unique: true })
  inners?: Inner[];
}

class Foreign extends Inner {
  @Nullable() @Id() owner!: string | null;
  @Text({ max: 36 }) @IsUUID() uuid!: string;
  @IsUUID() withoutKind?: string;
}

class Listed extends PageQuery {
  @Optional() @Flag() flag?: boolean;
  @Optional() @ListOf(id) ids?: string[];
}

const pipe = new StrictValidationPipe();
const body = (value: unknown, metatype: new () => object = Outer) => pipe.transform(value, { type: 'body', metatype });

const errorsOf = async (judging: Promise<unknown>): Promise<readonly { field: string; message: string }[]> => {
  const error: unknown = await judging.then(
    () => undefined,
    (failure: unknown) => failure,
  );
  return error instanceof RefusedError ? (error.refusal.extra?.['errors'] as never) : [];
};

test('what is judged is an instance of its class, with times and numbers as they came or in their form', async () => {
  const judged = await body({ name: 'a', when: '2026-01-31T10:30:00+01:00', inner: { hostId: 'h' }, ids: [] });
  expect(judged).toBeInstanceOf(Outer);
  expect((judged as Outer).inner).toBeInstanceOf(Inner);
  expect(judged).toEqual({ name: 'a', when: '2026-01-31T09:30:00.000Z', inner: { hostId: 'h' }, ids: [] });
  expect(await body(judged)).toBe(judged);
});

test.each<[string, unknown, string, RegExp]>([
  ['null where it may only be absent', { name: null }, 'name', /^must be a string$/],
  ['null in a list', { ids: [null] }, 'ids[0]', /^must be a string$/],
  ['the second of a list', { ids: ['a', '../b'] }, 'ids[1]', /^is not an id$/],
  ['too many', { ids: ['a', 'b', 'c', 'd'] }, 'ids', /^must have at most 3 items$/],
  ['the same twice', { inners: [{ hostId: 'a' }, { hostId: 'a' }] }, 'inners', /twice/],
  ['an item that is no object', { inners: ['a'] }, 'inners[0]', /^must be a JSON object$/],
  ['a list for an object', { inner: [] }, 'inner', /^must be a JSON object or null$/],
  ['what is missing inside', { inner: {} }, 'inner.hostId', /^is required$/],
  ['what is unknown inside', { inner: { hostId: 'a', x: 1 } }, 'inner.x', /^is not a known field$/],
  ['a number as text', { inner: { hostId: 'a', port: '5' } }, 'inner.port', /^must be a whole number$/],
  ['a fraction', { inner: { hostId: 'a', port: 1.5 } }, 'inner.port', /^must be a whole number$/],
  ['a flag as text', { flag: 'true' }, 'flag', /^must be true or false$/],
  ['a text of four', { short: '🔑🔑🔑🔑' }, 'short', /^must have at most 3 characters$/],
  ['__proto__', JSON.parse('{"__proto__":{"name":"a"}}'), '__proto__', /^is not a known field$/],
  ['__proto__ inside', JSON.parse('{"inner":{"hostId":"a","__proto__":1}}'), 'inner.__proto__', /not a known/],
  ['constructor', { constructor: 1 }, 'constructor', /^is not a known field$/],
  ['constructor inside', { inner: { hostId: 'a', constructor: {} } }, 'inner.constructor', /not a known/],
  ['a member without a name', { '': 1 }, '""', /^is not a known field$/],
  ['a name that would turn the line around', { 'a\u202eb': 1 }, 'a\ufffdb', /^is not a known field$/],
  ['a format character', { name: 'a\u202eb' }, 'name', /format characters/],
  ['toString', { toString: 'x' }, 'toString', /^is not a known field$/],
])('%s is refused by name', async (_, value, field, message) => {
  expect(await errorsOf(body(value))).toContainEqual({ field, message: expect.stringMatching(message) });
});

test('null clears what may be cleared, and nothing is made of it', async () => {
  expect(await body({ inner: null })).toEqual({ inner: null });
});

test('a field that must be there may be null where it says so; class-validator has its words beside ours, not instead', async () => {
  const errors = await errorsOf(body({ hostId: 'a', owner: null, uuid: 'x', withoutKind: 'y' }, Foreign));
  expect(errors).toContainEqual({ field: 'uuid', message: 'must be a UUID' });
  expect(errors).toContainEqual({ field: 'withoutKind', message: 'is not a known field' });
  expect(errors.some(({ field }) => field === 'owner')).toBe(false);
  expect(await errorsOf(body({ hostId: 'a', uuid: 'x' }, Foreign))).toContainEqual({
    field: 'owner',
    message: 'is required',
  });
});

const deep = (levels: number): unknown => JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels));

test.each<[string, unknown]>([
  ['100,000 levels', deep(100_000)],
  ['9,000 levels in a field', { name: deep(9_000) }],
  ['9,000 levels in a list', { ids: [deep(9_000)] }],
  ['40,000 unknown members', Object.fromEntries(Array.from({ length: 40_000 }, (_, i) => [`x${i}`, i]))],
  ['9,000 unknown members', Object.fromEntries(Array.from({ length: 9_000 }, (_, i) => [`x${i}`, i]))],
  ['9,000 items of a short list', { inners: Array.from({ length: 4_000 }, () => ({ hostId: 'a' })) }],
])('%s are refused, and cost no more than their length', async (_, value) => {
  const startedAt = performance.now();
  expect(await errorsOf(body(value))).not.toEqual([]);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});

test('a query is read by its class and coerced by nothing else', async () => {
  const ask = (search: string) => pipe.transform(new RawQuery(search), { type: 'query', metatype: Listed });
  expect(await ask('flag=false&ids=a&ids=b&limit=7')).toEqual({ flag: false, ids: ['a', 'b'], limit: 7 });
  expect(await ask('')).toEqual({ limit: 50 });
  for (const search of ['limit=1e2', 'limit=0x10', 'limit=+5', 'limit=5.0', 'limit=', 'flag=1', 'flag=False', 'ids=']) {
    expect(await errorsOf(ask(search))).not.toEqual([]);
  }
  expect(await errorsOf(ask('toString=1&limit=1&limit=2'))).toEqual([
    { field: 'limit', message: 'is given more than once' },
  ]);
});

test('whatever is sent is taken or refused, never more', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue({ maxDepth: 4 }),
      fc.constantFrom(...Object.keys({ name: 1, inner: 1, ids: 1 })),
      async (value, name) => {
        const judging = body({ [name]: value });
        const errors = await errorsOf(judging);
        if (errors.length === 0) expect(await judging).toEqual({ [name]: value });
        else expect(errors.every(({ field }) => field.startsWith(name))).toBe(true);
      },
    ),
  );
});
