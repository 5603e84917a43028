import { jsonIn } from './json-in';
import { jsonExcess, MOST_PARTS_OF_SCIM } from './json-bounds';

const SIZE = 512 * 1024 - 8;
const excess = (text: string) => jsonExcess(Buffer.from(text));

test.each([
  ['lists in lists', '['.repeat(SIZE / 2) + ']'.repeat(SIZE / 2), /deeper than 32/],
  ['objects in objects', '{"a":'.repeat(SIZE / 6) + '1' + '}'.repeat(SIZE / 6), /deeper than 32/],
  ['lists beside lists', `[${'[],'.repeat(SIZE / 3)}[]]`, /more than 10000/],
  ['numbers', `[${'0,'.repeat(SIZE / 2)}0]`, /more than 10000/],
  ['members', `{${'"":0,'.repeat(SIZE / 5)}"":0}`, /more than 10000/],
  ['what is no JSON', ','.repeat(SIZE), /more than 10000/],
])('a body of %s is refused before anything is made of it', (_, text, told) => {
  expect(excess(text)).toMatch(told);
  // The best of several: whatever else a machine does, it costs no more than that.
  const took = Array.from({ length: 5 }, () => {
    const began = performance.now();
    expect(() => jsonIn(Buffer.from(text))).toThrow('VALIDATION_FAILED');
    return performance.now() - began;
  });
  expect(Math.min(...took)).toBeLessThan(100);
});

test.each([
  ['as deep as may be', '['.repeat(32) + ']'.repeat(32)],
  ['as many as may be', `[${'0,'.repeat(9_999)}0]`],
  ['what a string holds', JSON.stringify({ a: '[{,"\\'.repeat(20_000) })],
  ['nothing', ''],
])('%s is within the bounds', (_, text) => {
  expect(excess(text)).toBeUndefined();
});

test('of SCIM a group comes with as many members as half a megabyte holds, and no more parts than that takes', () => {
  const members = Array.from({ length: 10_000 }, (_, n) => ({ value: n.toString(16).padStart(32, '0') }));
  const group = Buffer.from(JSON.stringify({ displayName: 'Everybody', members }));
  expect(group.length).toBeLessThan(SIZE);
  expect(jsonIn(group, MOST_PARTS_OF_SCIM)).toMatchObject({ displayName: 'Everybody' });
  expect(() => jsonIn(group)).toThrow('VALIDATION_FAILED');
  expect(jsonExcess(Buffer.from(`[${'0,'.repeat(SIZE / 2)}0]`), MOST_PARTS_OF_SCIM)).toMatch(/more than 60000/);
});
