import { agentOf, Rotation } from '../../../../test/support/a-rotation';

/** Minutes; a lease lasts one. */
const LEASED = 2;
const SOON = 2.5;
const LATER = 4;

const leaseIdOf = (rotation: Rotation) => rotation.state.jobs[0]?.lease?.leaseId;
const begun = () => Rotation.staged().lease('host1', LEASED).start('host1', LEASED);

test.each<[string, Rotation, string, string, number, boolean]>([
  ['its own, after a new start', begun(), 'run2', agentOf('host1'), SOON, true],
  ['its own, when an answer was lost', begun(), 'run1', agentOf('host1'), SOON, true],
  ['its own that it never began', Rotation.staged().lease('host1', LEASED), 'run1', agentOf('host1'), SOON, true],
  ['another agent’s lease', Rotation.staged().lease('host1', LEASED), 'run', 'host1.other', SOON, false],
  ['another agent’s that ran out', Rotation.staged().lease('host1', LEASED), 'run', 'host1.other', LATER, true],
  ['what another agent began', begun(), 'run', 'host1.other', LATER, false],
])('an agent that asks for work, and %s', (_, rotation, instance, agentId, minutes, isHad) => {
  const before = leaseIdOf(rotation);
  rotation.lease('host1', minutes, instance, agentId);
  expect(leaseIdOf(rotation) !== before).toBe(isHad);
});
