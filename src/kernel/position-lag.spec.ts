import { lagBetween } from './position-lag';

test.each([
  ['0000000000000007', '0000000000000012', 5],
  ['', '0000000000000012', 12],
  ['0000000000000012', '0000000000000007', 0],
  // EventStoreDB: commit and prepare.
  ['0000000000000005539400000000000000055394', '0000000000000005639400000000000000056394', 1000],
])('between %p and %p lie %p', (position, head, lag) => {
  expect(lagBetween(position, head)).toBe(lag);
});
