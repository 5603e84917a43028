import fc from 'fast-check';
import type { AccessLevel } from '../../src/domain/access-grants/events';
import { EVERYBODY, GROUPS, LEVELS, SPELLINGS, type Directory, type Who } from './a-directory';

export interface Step {
  readonly who: Who;
  readonly what:
    'create' | 'on' | 'off' | 'rename' | 'delete' | 'add' | 'take out' | 'give' | 'give group' | 'raise' | 'revoke';
  /** Whose record, in which spelling; which group; which of the grants; which level. */
  readonly whose: Who;
  readonly nth: number;
  readonly group: (typeof GROUPS)[number];
  readonly level: AccessLevel;
}

export const anyStep: fc.Arbitrary<Step> = fc.record({
  who: fc.constantFrom(...EVERYBODY),
  what: fc.constantFrom(
    'create',
    'on',
    'off',
    'rename',
    'delete',
    'add',
    'add',
    'take out',
    'give',
    'give group',
    'give group',
    'raise',
    'revoke',
  ),
  whose: fc.constantFrom(...EVERYBODY),
  nth: fc.nat(5),
  group: fc.constantFrom(...GROUPS),
  level: fc.constantFrom(...LEVELS),
});

const pick = <T>(of: readonly T[], nth: number): T | undefined => of[nth % Math.max(1, of.length)];

/** What a step asks of the directory: of whose record and which grant, the draw decides. */
const workOf = (directory: Directory, { what, whose, nth, group, level }: Step) => {
  const id = pick(directory.records, nth) ?? 'nobody';
  const grant = pick(directory.grants, nth) ?? 'none';
  switch (what) {
    case 'create':
      return directory.create(pick(SPELLINGS[whose], nth) ?? '', nth % 2 === 0);
    case 'on':
    case 'off':
      return directory.change(id, { active: what === 'on' });
    case 'rename':
      return directory.change(id, { displayName: level });
    case 'delete':
      return directory.remove(id);
    case 'add':
    case 'take out':
      return directory.member(group, id, what === 'add');
    case 'give':
      return directory.give('user', id, level);
    case 'give group':
      return directory.give('group', group, level);
    case 'raise':
      return directory.regrant(grant, level);
    case 'revoke':
      return directory.revoke(grant);
  }
};

/** Whether the step was let through. */
export const take = (directory: Directory, step: Step): Promise<boolean> =>
  directory.act(step.who, workOf(directory, step));

interface Told {
  readonly email: Record<string, string>;
  readonly members: Record<string, Set<string>>;
  readonly grants: Map<string, { readonly principalId: string; readonly level: AccessLevel }>;
}

/** What the facts tell, read plainly: records that are not deleted by their e-mail, groups, grants. */
const toldBy = (directory: Directory): Told => {
  const told: Told = { email: {}, members: Object.fromEntries(GROUPS.map((g) => [g, new Set()])), grants: new Map() };
  for (const { type, data } of directory.store.events) {
    const fact = data as Record<string, string>;
    const { idpUserId = '', idpGroupId = '', grantId = '' } = fact;
    if (type === 'keyledger.idp-user-created.v1') told.email[idpUserId] = fact['email'] ?? '';
    if (type === 'keyledger.idp-user-deleted.v1') delete told.email[idpUserId];
    if (type === 'keyledger.idp-group-member-added.v1') told.members[idpGroupId]?.add(idpUserId);
    if (type === 'keyledger.idp-group-member-removed.v1') told.members[idpGroupId]?.delete(idpUserId);
    if (/^keyledger\.grant-(given|changed)\.v1$/.test(type)) told.grants.set(grantId, fact as never);
    if (type === 'keyledger.grant-revoked.v1') told.grants.delete(grantId);
  }
  return told;
};

/** How high somebody could stand if every record of theirs were active: 0 none, 3 checkout. */
export const reachOf = (directory: Directory, who: Who): number => {
  const { email, members, grants } = toldBy(directory);
  const spellings: readonly string[] = SPELLINGS[who];
  const own = Object.keys(email).filter((id) => spellings.includes(email[id] ?? ''));
  const reaches = ({ principalId }: { readonly principalId: string }) =>
    own.includes(principalId) || own.some((id) => members[principalId]?.has(id));
  return Math.max(0, ...[...grants.values()].filter(reaches).map(({ level }) => LEVELS.indexOf(level) + 1));
};
