import {
  BY_HAND,
  broken,
  confirmed,
  deleted,
  failed,
  history,
  ID,
  moment,
  ON_HOSTS,
  out,
  replaced,
  requested,
  suspended,
} from '../../../../test/support/an-identity';
import { grow } from '../../../kernel/fold';
import type { IdentityEvent } from '../events';
import { identity } from '../evolve';
import { rotateExposed } from './rotate-exposed';
import { stageCandidate } from './stage-candidate';

const nouns = (events: readonly IdentityEvent[]) =>
  events.map(({ type }) => type.replace(/^keyledger\.(.*)\.v1$/, '$1')).join(' ');
const outcome = (facts: readonly IdentityEvent[], shown: readonly number[], minutes = 5) => {
  const { events, ...result } = rotateExposed(grow(identity, identity.initial, facts), ID, shown, moment(minutes));
  return { ...result, facts: nouns(events), trigger: triggerIn(events) };
};
const triggerIn = (events: readonly IdentityEvent[]) =>
  events.flatMap(({ data }) => ('trigger' in data ? [data.trigger] : [])).at(-1);

describe('a value that somebody was shown', () => {
  it.each<[string, readonly IdentityEvent[], readonly number[], string, string]>([
    ['in the vault, in force', history({}), [1], 'requested', 'rotation-requested'],
    ['on hosts', history(ON_HOSTS), [1], 'requested', 'rotation-requested'],
    ['that a person must change', history(BY_HAND), [1], 'requested', 'rotation-requested'],
    ['though only a person may start it', history({}, ...suspended), [1], 'requested', 'rotation-requested'],
    ['replaced since', history({}, replaced(2, 1)), [1], 'not_in_force', ''],
    [
      'replaced since, on a host that may have it still',
      history(ON_HOSTS, replaced(2, 1)),
      [1],
      'requested',
      'rotation-requested',
    ],
    ['of another version', history({}), [7], 'not_in_force', ''],
    ['while it is held', history({}, out('s1', 1)), [1], 'owed', 'rotation-owed'],
    ['whose session is over', history({}, out('s1', 1)), [1], 'requested', 'identity-checked-in rotation-requested'],
    ['behind broken glass', history({}, broken('s1', 1)), [1], 'owed', 'rotation-owed'],
    ['while the vault changes it already', history({}, requested('r1', 1)), [1], 'under_way', 'rotation-owed'],
    ['changed by now', history({}, requested('r1', 1), confirmed('r1', 2, 1)), [1], 'not_in_force', ''],
    ['whose change failed', history({}, requested('r1', 1), failed('r1')), [1], 'requested', 'rotation-requested'],
  ])('%s', (name, facts, shown, told, made) => {
    const minutes = name === 'whose session is over' ? 90 : 5;
    const { outcome: came, facts: events } = outcome(facts, shown, minutes);
    // A rotation in the vault comes to its end by itself: nothing else is owed beside it.
    expect([came, events]).toEqual([told, name.startsWith('while the vault') ? '' : made]);
  });
});

it('is told as what it is for, and not twice', () => {
  const first = history({}, out('s1', 1));
  expect(outcome(first, [1]).trigger).toBe('exposure');
  const owed: IdentityEvent = {
    type: 'keyledger.rotation-owed.v1',
    data: { identityId: ID, identityGroupId: 'vault1', organizationId: 'org1', trigger: 'exposure' },
  };
  expect(outcome([...first, owed], [1])).toEqual({ outcome: 'owed', facts: '', trigger: undefined });
});

it('does not go on with a candidate that was shown as well', () => {
  const staged = (state: typeof identity.initial) => stageCandidate(state, ID, 'r1', 2, { ...moment(2), unique: 'u' });
  const facts = history(ON_HOSTS, requested('r1', 1), staged);
  expect(outcome(facts, [1])).toMatchObject({ outcome: 'under_way' });
  expect(outcome(facts, [1, 2])).toMatchObject({
    outcome: 'requested',
    facts: expect.stringContaining('rotation-failed'),
  });
});

it('of a deleted identity says what to do', () => {
  expect(outcome(history({}, deleted(1)), [1])).toMatchObject({ outcome: 'refused', code: 'NOT_FOUND', facts: '' });
});
