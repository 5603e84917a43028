import { ORIGIN } from '../../kernel/subscription/mark';
import { Unfinished } from './unfinished';

test('what was begun and is not done is bounded: the next waits until one is done', async () => {
  const unfinished = new Unfinished(2);
  const [first] = [unfinished.begin(ORIGIN), unfinished.begin(ORIGIN)];
  let hasRoom = false;
  const room = unfinished.room().then(() => (hasRoom = true));
  await new Promise(setImmediate);
  expect(hasRoom).toBe(false);
  first?.finish();
  await room;
  expect(hasRoom).toBe(true);
});
