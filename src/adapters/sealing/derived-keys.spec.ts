import { createSecretKey, randomBytes } from 'node:crypto';
import { canonical } from './canonical';
import { DerivedKeys } from './derived-keys';

const fresh = () => createSecretKey(randomBytes(32));

test('keeps the most recently used, up to its limit', () => {
  const keys = new DerivedKeys(2);
  const a = keys.of('a', fresh);
  keys.of('b', fresh);
  expect(keys.of('a', fresh)).toBe(a);
  keys.of('c', fresh);
  expect(keys.size).toBe(2);
  expect(keys.of('a', fresh)).toBe(a);
  const derive = jest.fn(fresh);
  keys.of('b', derive);
  expect(derive).toHaveBeenCalledTimes(1);
});

test('a derivation that fails is tried again', () => {
  const keys = new DerivedKeys();
  const fail = () => {
    throw new Error('broken');
  };
  expect(() => keys.of('a', fail)).toThrow('broken');
  expect(keys.size).toBe(0);
});

test('parts never run together', () => {
  const lists = [['a', 'bc'], ['ab', 'c'], ['a,1:b', 'c'], ['a', '', 'bc'], ['abc']];
  expect(new Set(lists.map((list) => canonical(...list))).size).toBe(lists.length);
});

test('4,096 keys are kept', () => {
  const keys = new DerivedKeys();
  const key = fresh();
  for (let n = 0; n < 4100; n++) keys.of(`k${n}`, () => key);
  expect(keys.size).toBe(4096);
});
