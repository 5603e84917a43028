import { SealBroken } from '../../kernel/sealing';
import { SealFailures } from './seal-failures';

test('values told not to open are bounded: beyond it the oldest is told anew', () => {
  let told = 0;
  const reader = { fresh: () => ((told += 1), new Promise(() => undefined)) };
  const alarm = { failed: () => undefined, untold: () => undefined };
  const failures = new SealFailures(
    {} as never,
    reader as never,
    { now: () => 1_000 },
    { next: () => 'x' },
    alarm as never,
  );
  const tell = (n: number) => failures.tell(`i${n}`, 1, new SealBroken('it does not open'));
  for (let n = 0; n < 10_000; n += 1) tell(n);
  tell(0);
  expect(told).toBe(10_000);
  tell(10_000);
  tell(0);
  expect(told).toBe(10_002);
});
