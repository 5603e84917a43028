import { OutageDetector, NotAsked } from './outage-detector';

test('a slow call among others that are answered is no silence', () => {
  const silence = new OutageDetector();
  const slow = silence.enter();
  silence.leave(silence.enter(), 'answered');
  silence.leave(slow, 'out of time');
  expect(silence.enter().tries).toBe(false);
});

test('after a silence one call at a time tries, until one is answered', () => {
  const silence = new OutageDetector();
  silence.leave(silence.enter(), 'out of time');
  const first = silence.enter();
  expect(() => silence.enter()).toThrow(NotAsked);
  silence.leave(first, 'out of time');
  const second = silence.enter();
  expect(second.tries).toBe(true);
  silence.leave(second, 'answered');
  silence.enter();
  expect(silence.enter().tries).toBe(false);
});

test('whoever was under way before the silence does not open the gate for two at once', () => {
  const silence = new OutageDetector();
  const [one, two] = [silence.enter(), silence.enter()];
  silence.leave(one, 'out of time');
  silence.enter();
  silence.leave(two, 'out of time');
  expect(() => silence.enter()).toThrow(NotAsked);
});
