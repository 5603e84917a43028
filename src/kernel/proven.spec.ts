import { isTakenAway, provenBy, type Proven } from './proven';

const HOSTS = { 'no hosts': [], 'none of them': [false, false], 'some of them': [true, false], 'all of them': [true] };
type On = keyof typeof HOSTS;
/** Of a value made by the vault: [lay in the vault alone, taken away, was on hosts]; each word is the answer. */
const CURRENT: Readonly<Record<On, { byPerson: Proven; made: readonly [Proven, Proven, Proven] }>> = {
  'no hosts': { byPerson: 'by-hand', made: ['vault-only', 'nowhere', 'nowhere'] },
  'none of them': { byPerson: 'by-hand', made: ['vault-only', 'nowhere', 'nowhere'] },
  'some of them': { byPerson: 'by-hand', made: ['on-hosts', 'on-hosts', 'on-hosts'] },
  'all of them': { byPerson: 'on-hosts', made: ['on-hosts', 'on-hosts', 'on-hosts'] },
};
const REPLACED: Readonly<Record<On, { byPerson: Proven; made: Proven }>> = {
  'no hosts': { byPerson: 'nowhere', made: 'nowhere' },
  'none of them': { byPerson: 'nowhere', made: 'nowhere' },
  'some of them': { byPerson: 'nowhere', made: 'on-hosts' },
  'all of them': { byPerson: 'on-hosts', made: 'on-hosts' },
};

describe.each(Object.keys(HOSTS) as On[])('proved by %s', (on) => {
  const hosts = HOSTS[on];
  const flags = [true, false];

  it('a value that a person gave, whatever else is known', () => {
    for (const wasOnHosts of flags) {
      for (const takenAway of flags) {
        const known = { byPerson: true, hosts, wasOnHosts, takenAway };
        expect(provenBy({ ...known, isCurrent: true })).toBe(CURRENT[on].byPerson);
        expect(provenBy({ ...known, isCurrent: false })).toBe(REPLACED[on].byPerson);
      }
    }
  });

  it('a value that the vault made', () => {
    const made = { byPerson: false, hosts };
    const [alone, taken, set] = CURRENT[on].made;
    expect(provenBy({ ...made, isCurrent: true, wasOnHosts: false, takenAway: false })).toBe(alone);
    expect(provenBy({ ...made, isCurrent: true, wasOnHosts: false, takenAway: true })).toBe(taken);
    for (const takenAway of flags) {
      expect(provenBy({ ...made, isCurrent: true, wasOnHosts: true, takenAway })).toBe(set);
      expect(provenBy({ ...made, isCurrent: false, wasOnHosts: true, takenAway })).toBe(REPLACED[on].made);
      expect(provenBy({ ...made, isCurrent: false, wasOnHosts: false, takenAway })).toBe(REPLACED[on].made);
    }
  });
});

test('taken away is what the holder did not end', () => {
  expect(['force_checkin', 'grant_revoked'].every(isTakenAway)).toBe(true);
  expect(['manual', 'schedule', 'after_use', 'undisclosed', 'enrollment', undefined].some(isTakenAway)).toBe(false);
});
