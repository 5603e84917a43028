import { merge } from './merge';

describe('merge patch (RFC 7396)', () => {
  it.each<[string, object, object, object]>([
    ['leaves what it does not name', { a: 1, b: 2 }, { b: 3 }, { a: 1, b: 3 }],
    ['clears with null', { a: 1, b: 2 }, { b: null }, { a: 1 }],
    ['clears what is not there', { a: 1 }, { b: null }, { a: 1 }],
    ['adds', {}, { a: 'x' }, { a: 'x' }],
    ['keeps false, zero and empty', { a: true }, { a: false, b: 0, c: '' }, { a: false, b: 0, c: '' }],
    ['reaches into objects', { a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }],
    ['clears within objects', { a: { b: 1, c: 2 } }, { a: { b: null } }, { a: { c: 2 } }],
    ['makes objects, without their nulls', { a: 1 }, { a: { b: null, c: 2 } }, { a: { c: 2 } }],
    ['replaces lists whole', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['replaces an object with a list', { a: { b: 1 } }, { a: [] }, { a: [] }],
    ['drops what was never set', { a: undefined, b: 1 }, {}, { b: 1 }],
  ])('%s', (_, before, patch, after) => {
    const untouched = structuredClone(before);
    expect(merge(before, patch)).toStrictEqual(after);
    expect(before).toStrictEqual(untouched);
  });
});
