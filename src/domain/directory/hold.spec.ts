import { grow } from '../../kernel/fold';
import { isRefusal, type Refusal } from '../../kernel/refusal';
import { changeIdpUser, createIdpGroup, createIdpUser, deleteIdpUser } from './decide';
import type { IdpGroupEvent, IdpUserEvent } from './events';
import { bornHeldGroup, bornHeldUser, callIdpUser, handOverIdpGroup, handOverIdpUser } from './hold';
import { membersMoving, moveMembers, movingAtOnce, type MembersChange } from './members';
import { idpGroup, idpUser, type IdpGroupState } from './state';

const changeMembers = (state: IdpGroupState, id: string, change: MembersChange) =>
  moveMembers(state, id, movingAtOnce(membersMoving(state, change)));
const ok = <E>(decided: readonly E[] | Refusal): readonly E[] => {
  if (isRefusal(decided)) throw new Error(decided.code);
  return decided;
};
const code = (decided: readonly unknown[] | Refusal) => (isRefusal(decided) ? decided.code : decided.length);
const person = (...events: readonly IdpUserEvent[]) => grow(idpUser, idpUser.initial, events);
const group = (...events: readonly IdpGroupEvent[]) => grow(idpGroup, idpGroup.initial, events);
const born = createIdpUser(person(), { idpUserId: 'p', email: 'p@x', displayName: 'P', active: true });
const bornGroup = createIdpGroup(group(), 'g', 'G');

describe('whose own a record is', () => {
  it('is the connection that made it from the same moment on', () => {
    expect(person(...born, ...bornHeldUser('p', 'c', 'e'))).toMatchObject({ connectionId: 'c', externalId: 'e' });
    expect(group(...bornGroup, ...bornHeldGroup('g', 'c', undefined))).toMatchObject({ connectionId: 'c' });
  });

  it('is handed over and released, once each; what the last one called it is forgotten', () => {
    const held = [...born, ...bornHeldUser('p', 'c', 'e')];
    expect(ok(handOverIdpUser(person(...held), 'p', 'c'))).toEqual([]);
    const other = [...held, ...ok(handOverIdpUser(person(...held), 'p', 'd'))];
    expect(person(...other)).toEqual({ ...person(...born), connectionId: 'd' });
    const free = [...other, ...ok(handOverIdpUser(person(...other), 'p', undefined))];
    expect(person(...free)).toEqual(person(...born));
    expect(ok(handOverIdpUser(person(...free), 'p', undefined))).toEqual([]);
  });

  it('is nobody’s once deleted, and what is not there is handed to nobody', () => {
    const held = [...born, ...bornHeldUser('p', 'c', 'e')];
    const gone = person(...held, ...ok(deleteIdpUser(person(...held), 'p')));
    expect(gone).not.toHaveProperty('connectionId');
    expect([handOverIdpUser(gone, 'p', 'c'), handOverIdpUser(person(), 'p', 'c')].map(code)).toEqual([
      'NOT_FOUND',
      'NOT_FOUND',
    ]);
    expect(code(handOverIdpGroup(group(), 'g', 'c'))).toBe('NOT_FOUND');
  });

  it('stays while the person is renamed and switched off', () => {
    const held = person(...born, ...bornHeldUser('p', 'c', 'e'));
    const off = grow(idpUser, held, ok(changeIdpUser(held, 'p', { active: false })));
    expect(off).toMatchObject({ status: 'inactive', connectionId: 'c', externalId: 'e' });
  });

  it('calls it something else, nothing, or leaves it', () => {
    const state = { externalId: 'e' };
    expect(callIdpUser(state, 'p', undefined)).toEqual([]);
    expect(callIdpUser(state, 'p', 'e')).toEqual([]);
    expect(callIdpUser(state, 'p', 'f')).toMatchObject([{ data: { idpUserId: 'p', externalId: 'f' } }]);
    expect(callIdpUser(state, 'p', null).map(({ data }) => data)).toEqual([{ idpUserId: 'p' }]);
    expect(callIdpUser({}, 'p', null)).toEqual([]);
  });
});

describe('who is in a group', () => {
  const filled = (...ids: readonly string[]) => {
    const events = ok(changeMembers(group(...bornGroup), 'g', { add: ids, remove: [] }));
    return group(...bornGroup, ...events);
  };
  it.each<[string, MembersChange, string[]]>([
    ['comes', { add: ['c', 'c', 'a'], remove: [] }, ['a', 'b', 'c']],
    ['leaves', { add: [], remove: ['a', 'a', 'x'] }, ['b']],
    ['comes and leaves', { add: ['c'], remove: ['a'] }, ['b', 'c']],
    ['is replaced', { add: ['b', 'c'], remove: [], only: true }, ['b', 'c']],
    ['is emptied', { add: [], remove: [], only: true }, []],
    ['stays', { add: ['a'], remove: [] }, ['a', 'b']],
  ])('%s', (_, change, expected) => {
    const before = filled('a', 'b');
    const after = grow(idpGroup, before, ok(changeMembers(before, 'g', change)));
    expect([...after.members].toSorted()).toEqual(expected);
  });

  it('as many at once as a store takes, those who leave first; and nobody where there is no group', () => {
    const many = Array.from({ length: 1001 }, (_, n) => `p${n}`);
    const moving = membersMoving(filled('a', 'b'), { add: many, remove: ['b', 'a', 'x'] });
    expect(movingAtOnce(moving)).toEqual({ leaving: ['b', 'a'], coming: many.slice(0, 998) });
    expect(movingAtOnce(moving, 100)).toEqual({ leaving: ['b', 'a'], coming: many.slice(0, 100) });
    expect(movingAtOnce({ leaving: many, coming: many }, 100)).toEqual({ leaving: many.slice(0, 1000), coming: [] });
    expect(movingAtOnce({ leaving: [], coming: many.slice(1) })).toEqual({ leaving: [], coming: many.slice(1) });
    expect(code(changeMembers(group(), 'g', { add: ['a'], remove: [] }))).toBe('NOT_FOUND');
  });
});
