import fc from 'fast-check';
import { HOSTS, type Machines } from './random-rotations';

type Act = (machines: Machines) => void;
const n = fc.nat(10);
const host = fc.constantFrom(...HOSTS);
const run = fc.constantFrom('run1', 'run1', 'run2');
const how = fc.constantFrom<Parameters<Machines['perform']>[1]>(
  'well',
  'well',
  'dies-before',
  'dies-after',
  'refused',
  'cut-before',
  'cut-after',
  'unsure',
);
const what = fc.constantFrom<Parameters<Machines['act']>[0]>(
  'rotate',
  'rotate',
  'rotate',
  'retry',
  'cancel',
  'cancel-job',
  'reconcile',
  'look',
  'replace',
  'leave',
);

/** Anything that can happen, in any order; often enough in one in which something comes of it. */
export const ACTS: fc.Arbitrary<Act> = fc.oneof(
  fc.constantFrom('out', 'in', 'in').map(
    (end): Act =>
      (machines) =>
        machines.session(end as 'out'),
  ),
  {
    arbitrary: what.map((act): Act => (machines) => {
      machines.act(act);
      machines.policies();
    }),
    weight: 3,
  },
  { arbitrary: fc.constant<Act>((machines) => machines.policies()), weight: 1 },
  {
    arbitrary: fc.tuple(host, run, how).map(([hostId, instance, ending]): Act => (machines) => {
      machines.lease(hostId, instance);
      machines.perform(machines.inHand.length - 1, ending);
    }),
    weight: 6,
  },
  fc.tuple(host, run).map(
    ([hostId, instance]): Act =>
      (machines) =>
        machines.lease(hostId, instance),
  ),
  // Somebody comes and goes while only one host has the new value: by chance alone that is too rare.
  host.map((hostId): Act => (machines) => {
    machines.act('rotate');
    machines.policies();
    machines.lease(hostId, 'run1');
    machines.perform(machines.inHand.length - 1, 'well');
    machines.deliver(machines.unsent.length - 1, false);
    machines.session('out');
    machines.session('in');
  }),
  {
    arbitrary: fc.tuple(n, how).map(
      ([nth, ending]): Act =>
        (machines) =>
          machines.perform(nth, ending),
    ),
    weight: 2,
  },
  {
    arbitrary: fc.tuple(n, fc.boolean()).map(
      ([nth, again]): Act =>
        (machines) =>
          machines.deliver(nth, again),
    ),
    weight: 5,
  },
  fc.constantFrom(0.5, 0.5, 2, 2, 30, 24 * 60).map(
    (minutes): Act =>
      (machines) =>
        void (machines.minute += minutes),
  ),
);
