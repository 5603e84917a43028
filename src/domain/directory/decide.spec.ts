import { grow, type Fold } from '../../kernel/fold';
import * as decide from './decide';
import { idpEmail, idpGroup, idpUser } from './state';

const person = { idpUserId: 'p', email: 'ann@x.org', displayName: 'Ann', active: true };
const made = { type: 'keyledger.idp-user-created.v1', data: person } as const;
const changed = (displayName: string, active: boolean) =>
  ({ type: 'keyledger.idp-user-changed.v1', data: { idpUserId: 'p', displayName, active } }) as const;
const gone = { type: 'keyledger.idp-user-deleted.v1', data: { idpUserId: 'p', email: 'ann@x.org' } } as const;
const claimed = { type: 'keyledger.idp-email-claimed.v1', data: { idpUserId: 'p' } } as const;
const released = { type: 'keyledger.idp-email-released.v1', data: { idpUserId: 'p' } } as const;
const group = { type: 'keyledger.idp-group-created.v1', data: { idpGroupId: 'g', name: 'Ops' } } as const;
const renamed = { type: 'keyledger.idp-group-renamed.v1', data: { idpGroupId: 'g', name: 'Dev' } } as const;
const dissolved = { type: 'keyledger.idp-group-deleted.v1', data: { idpGroupId: 'g' } } as const;
const inGroup = { idpGroupId: 'g', idpUserId: 'p' };
const joined = { type: 'keyledger.idp-group-member-added.v1', data: inGroup } as const;
const left = { type: 'keyledger.idp-group-member-removed.v1', data: inGroup } as const;

interface Case {
  readonly name: string;
  readonly run: () => unknown;
  readonly outcome: unknown;
}

const given =
  <S, E extends { type: string; data: object }>(fold: Fold<S, E>) =>
  (name: string, events: readonly E[], when: (state: S) => unknown, outcome: unknown): Case => ({
    name,
    run: () => when(grow(fold, fold.initial, events)),
    outcome,
  });
const ofPerson = given(idpUser);
const ofEmail = given(idpEmail);
const ofGroup = given(idpGroup);
const refused = (code: string) => expect.objectContaining({ refused: true, code });

test.each<Case>([
  ofEmail('an e-mail is claimed', [], (s) => decide.claimEmail(s, 'p', 'none'), [claimed]),
  ofEmail('twice by the same', [claimed], (s) => decide.claimEmail(s, 'p', 'active'), []),
  ofEmail('never by another', [claimed], (s) => decide.claimEmail(s, 'q', 'active'), refused('EMAIL_TAKEN')),
  ofEmail('nor from who is off', [claimed], (s) => decide.claimEmail(s, 'q', 'inactive'), refused('EMAIL_TAKEN')),
  ofEmail('but after it was released', [claimed, released], (s) => decide.claimEmail(s, 'p', 'none'), [claimed]),
  ofEmail('from who is deleted', [claimed], (s) => decide.claimEmail(s, 'q', 'deleted'), [
    { ...claimed, data: { idpUserId: 'q' } },
  ]),
  ofEmail('by who is deleted', [claimed], (s) => decide.claimEmail(s, 'p', 'deleted'), []),
  ofEmail('by who never came to be', [claimed], (s) => decide.claimEmail(s, 'q', 'none'), []),
  ofEmail('released by who has it', [claimed], (s) => decide.releaseEmail(s, 'p'), [released]),
  ofEmail('by nobody else', [claimed], (s) => decide.releaseEmail(s, 'q'), []),
  ofPerson('a person', [], (s) => decide.createIdpUser(s, person), [made]),
  ofPerson('a person again', [made], (s) => decide.createIdpUser(s, person), []),
  ofPerson('a name', [made], (s) => decide.changeIdpUser(s, 'p', { displayName: 'A' }), [changed('A', true)]),
  ofPerson('off', [made], (s) => decide.changeIdpUser(s, 'p', { active: false }), [changed('Ann', false)]),
  ofPerson('no change', [made], (s) => decide.changeIdpUser(s, 'p', { active: true }), []),
  ofPerson('an unknown person', [], (s) => decide.changeIdpUser(s, 'p', {}), refused('NOT_FOUND')),
  ofPerson('a deleted person', [made, gone], (s) => decide.changeIdpUser(s, 'p', {}), refused('NOT_FOUND')),
  ofPerson('deleted', [made], (s) => decide.deleteIdpUser(s, 'p'), [gone]),
  ofPerson('deleted while off', [made, changed('Ann', false)], (s) => decide.deleteIdpUser(s, 'p'), [gone]),
  ofPerson('deleted twice', [made, gone], (s) => decide.deleteIdpUser(s, 'p'), refused('NOT_FOUND')),
  ofGroup('a group', [], (s) => decide.createIdpGroup(s, 'g', 'Ops'), [group]),
  ofGroup('a group again', [group], (s) => decide.createIdpGroup(s, 'g', 'Ops'), []),
  ofGroup('a group renamed', [group], (s) => decide.renameIdpGroup(s, 'g', 'Dev'), [renamed]),
  ofGroup('to the same', [group], (s) => decide.renameIdpGroup(s, 'g', 'Ops'), []),
  ofGroup('unknown', [], (s) => decide.renameIdpGroup(s, 'g', 'Dev'), refused('NOT_FOUND')),
  ofGroup('dissolved', [group], (s) => decide.deleteIdpGroup(s, 'g'), [dissolved]),
  ofGroup('dissolved twice', [group, dissolved], (s) => decide.deleteIdpGroup(s, 'g'), refused('NOT_FOUND')),
  ofGroup('joined', [group], (s) => decide.addMember(s, 'g', 'p'), [joined]),
  ofGroup('joined twice', [group, joined], (s) => decide.addMember(s, 'g', 'p'), []),
  ofGroup('joined too late', [group, dissolved], (s) => decide.addMember(s, 'g', 'p'), refused('NOT_FOUND')),
  ofGroup('left', [group, joined], (s) => decide.removeMember(s, 'g', 'p'), [left]),
  ofGroup('left twice', [group], (s) => decide.removeMember(s, 'g', 'p'), []),
  ofGroup('left nothing', [], (s) => decide.removeMember(s, 'g', 'p'), refused('NOT_FOUND')),
])('$name', ({ run, outcome }) => {
  expect(run()).toEqual(outcome);
});
