import { OutageDetector, CallRefused } from './outage-detector';

test('a slow call among others that are answered is no silence', () => {
  const outage = new OutageDetector();
  const slow = outage.enter();
  outage.leave(outage.enter(), 'answered');
  outage.leave(slow, 'out of time');
  expect(outage.enter().tries).toBe(false);
});

test('after a silence one call at a time tries, until one is answered', () => {
  const outage = new OutageDetector();
  outage.leave(outage.enter(), 'out of time');
  const first = outage.enter();
  expect(() => outage.enter()).toThrow(CallRefused);
  outage.leave(first, 'out of time');
  const second = outage.enter();
  expect(second.tries).toBe(true);
  outage.leave(second, 'answered');
  outage.enter();
  expect(outage.enter().tries).toBe(false);
});

test('whoever was under way before the silence does not open the gate for two at once', () => {
  const outage = new OutageDetector();
  const [one, two] = [outage.enter(), outage.enter()];
  outage.leave(one, 'out of time');
  outage.enter();
  outage.leave(two, 'out of time');
  expect(() => outage.enter()).toThrow(CallRefused);
});
