import fc from 'fast-check';
import { ACTS } from '../../../test/support/random-rotation-acts';
import { Machines } from '../../../test/support/random-rotations';

/**
 * Checkouts, rotations, lost and repeated and reordered answers, agents that die before and after: what a host really holds
 * is always stored and always among what is shown for it, never two rotations run at once, and confirmed means that the
 * vault and the hosts agree. When nothing goes wrong any more, it comes to rest, on a value that nobody knows who has ended
 * the session, unless a person called its replacement off.
 */
test('whatever happens, some stored version logs in on every host', () => {
  fc.assert(
    fc.property(fc.array(ACTS, { maxLength: 80 }), (acts) => {
      const machines = new Machines();
      for (const act of acts) act(machines);
      machines.comeToRest();
      expect(machines.state.rotation).toBeUndefined();
      expect(machines.state.jobs).toEqual([]);
      if (!machines.state.suspended) expect(machines.known).not.toContain(machines.state.credentialVersion);
    }),
    { numRuns: 150 },
  );
});
