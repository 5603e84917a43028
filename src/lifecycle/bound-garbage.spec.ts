import { collectGarbage } from './bound-garbage';

test('what nobody holds any more is gone at once', async () => {
  const held = new WeakRef({ at: 'once' });
  // A turn that has looked at it keeps it to its end.
  await new Promise(setImmediate);
  collectGarbage();
  expect(held.deref()).toBeUndefined();
});
