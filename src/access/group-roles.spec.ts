import { NOW } from '../../test/support/streams/a-vault';
import { fact } from '../../test/support/streams/ground-of';
import { peopleOf } from '../../test/support/streams/people';
import { digest, viewOf, type Streams } from '../../test/support/streams/view-of';
import type { View } from '../kernel/stream-reader';
import { StreamUnreadable } from '../kernel/stream-unreadable';
import { permissionsOf } from './caller-permissions';
import { holds, organizationsWith, permissionsIn } from './permissions';
import { requireEverywhere, requirePermission } from './require';
import { basisOf } from './session-basis';
import { whyHeld } from './why-held';

const record = (id: string, active = true) =>
  fact('idp-user-created', { idpUserId: `p-${id}`, email: `${id.toUpperCase()}@X.org`, displayName: id, active });
const claimed = (id: string) => ({
  [`directoryEmail-${digest.of(`${id}@x.org`)}`]: [fact('idp-email-claimed', { idpUserId: `p-${id}` })],
});
const member = (id: string) => fact('idp-group-member-added', { idpGroupId: 'g', idpUserId: `p-${id}` });
const GROUP = [fact('idp-group-created', { idpGroupId: 'g', name: 'Operators' }), member('ann'), member('eve')];
const ACCOUNT = [
  fact('role-created', { roleId: 'ops', name: 'Ops', permissions: ['pam_vaults.view', 'pam_vaults.break_glass'] }),
  fact('idp-group-roles-assigned', { idpGroupId: 'g', roles: [{ roleId: 'ops', organizationId: 'o' }] }),
];
const BASE: Streams = peopleOf(
  { ann: {}, bob: {}, eve: { owner: true }, kim: { here: ['pam_vaults.view'] }, robot: { machine: true } },
  {
    account: ACCOUNT,
    'directory-p-ann': [record('ann')],
    'directoryGroup-g': GROUP,
    'user-robot': [fact('user-linked', { userId: 'robot', idpUserId: 'p-ann' })],
    ...claimed('ann'),
  },
);
const also = (stream: string, ...facts: Streams[string]): Streams => ({
  ...BASE,
  [stream]: [...(BASE[stream] ?? []), ...facts],
});
const rights = async (who: string, streams: Streams = BASE) => permissionsOf(viewOf(streams), who);
const views = async (who: string, streams: Streams = BASE): Promise<boolean> => {
  const found = await rights(who, streams);
  return found !== undefined && holds(found, 'pam_vaults.view', 'o');
};

test('who is in a group with roles has them, where they are assigned and nowhere else', async () => {
  const ann = await rights('ann');
  if (ann === undefined) throw new Error('ann is nobody');
  expect(permissionsIn(ann, 'o')).toEqual(['pam_vaults.view', 'pam_vaults.break_glass']);
  expect(permissionsIn(ann, 'p')).toEqual([]);
  expect(organizationsWith(ann, 'pam_vaults.view')).toEqual(['o']);
  expect(await views('bob')).toBe(false);
});

const changed = (active: boolean) => fact('idp-user-changed', { idpUserId: 'p-ann', displayName: 'ann', active });
test.each<[string, Streams]>([
  ['the record is switched off', also('directory-p-ann', changed(false))],
  [
    'the record is deleted',
    also('directory-p-ann', fact('idp-user-deleted', { idpUserId: 'p-ann', email: 'ann@x.org' })),
  ],
  [
    'the membership ends',
    also('directoryGroup-g', fact('idp-group-member-removed', { idpGroupId: 'g', idpUserId: 'p-ann' })),
  ],
  ['the group is deleted', also('directoryGroup-g', fact('idp-group-deleted', { idpGroupId: 'g' }))],
  ['its roles are taken', also('account', fact('idp-group-roles-assigned', { idpGroupId: 'g', roles: [] }))],
  ['the role is deleted', also('account', fact('role-deleted', { roleId: 'ops' }))],
  [
    'the role loses the permission',
    also('account', fact('role-changed', { roleId: 'ops', name: 'Ops', permissions: [] })),
  ],
  ['the user is switched off', also('user-ann', fact('user-switched-off', { userId: 'ann' }))],
  ['the vendor’s support is not let in', also('user-ann', fact('user-marked-as-support', { userId: 'ann' }))],
])('nobody has anything by a group once %s', async (_, streams) => {
  expect(await views('ann')).toBe(true);
  expect(await views('ann', streams)).toBe(false);
});

test('switched on again the record is in its groups again; made anew it is in none', async () => {
  expect(await views('ann', also('directory-p-ann', changed(false), changed(true)))).toBe(true);
  const anew = {
    ...also('directory-p-ann', fact('idp-user-deleted', { idpUserId: 'p-ann', email: 'ann@x.org' })),
    [`directoryEmail-${digest.of('ann@x.org')}`]: [fact('idp-email-claimed', { idpUserId: 'p-new' })],
    'directory-p-new': [
      fact('idp-user-created', { idpUserId: 'p-new', email: 'ann@x.org', displayName: 'A', active: true }),
    ],
  };
  expect(await views('ann', anew)).toBe(false);
});

test('a machine has no roles by groups, be it linked to who has', async () => {
  expect(await views('robot')).toBe(false);
});

/** A view in which one stream can't be read. */
const frozen = (stream: string, streams: Streams = BASE): View => {
  const view = viewOf(streams);
  return {
    ...view,
    load: async (fold, id) => {
      const loaded = await view.load(fold, id);
      if (loaded.stream === stream) throw new StreamUnreadable(stream, 1, undefined, 'torn');
      return loaded;
    },
  };
};

test.each(['directoryGroup-g', 'directory-p-ann', `directoryEmail-${digest.of('ann@x.org')}`])(
  'while %s can’t be read, nobody can say that somebody lacks a permission, and whoever needs none by it goes on',
  async (stream) => {
    const ann = await permissionsOf(frozen(stream), 'ann');
    expect(() => requirePermission(ann, 'pam_vaults.view', 'o', 'vault')).toThrow(StreamUnreadable);
    expect(() => requireEverywhere(ann, 'directory.manage')).toThrow(StreamUnreadable);
    for (const who of ['kim', 'eve']) {
      const free = await permissionsOf(frozen(stream), who);
      expect(requirePermission(free, 'pam_vaults.view', 'o', 'vault')).toBeUndefined();
    }
  },
);

test('a group of which nothing is left is damage and no absence, until that is settled', async () => {
  const { 'directoryGroup-g': _, ...without } = BASE;
  const ann = await permissionsOf(viewOf(without), 'ann');
  expect(() => requirePermission(ann, 'pam_vaults.view', 'o', 'vault')).toThrow('nothing of it is left');
});

test('a session behind broken glass lasts as long as the group gives the permission, and is not ended for a group that is frozen', async () => {
  const session = { userId: 'ann', breakGlass: true, evidence: { ownerBypass: false } };
  const place = { organizationId: 'o', vaultId: 'v' };
  const judged = (view: View) => basisOf(view, digest, session, place, NOW);
  expect(await judged(viewOf(BASE))).toEqual({ stands: true });
  const out = also('directoryGroup-g', fact('idp-group-member-removed', { idpGroupId: 'g', idpUserId: 'p-ann' }));
  expect(await judged(viewOf(out))).toEqual({ stands: false, endedBy: 'grant_revoked' });
  await expect(judged(frozen('directoryGroup-g'))).rejects.toThrow(StreamUnreadable);
});

test('it is told by which group somebody holds it, and on which streams that rests', async () => {
  const ann = await rights('ann');
  const kim = await rights('kim', also('directoryGroup-g', member('kim')));
  if (ann === undefined || kim === undefined) throw new Error('nobody');
  const why = whyHeld(ann, 'pam_vaults.view', 'o');
  expect(why.passed).toBe(
    'Holds pam_vaults.view by the role “Ops”, in this organization, as a member of the IDP group “Operators”.',
  );
  expect((why.on ?? []).map(({ stream }) => stream)).toEqual([
    'account',
    'directory-p-ann',
    'directoryGroup-g',
    'account',
  ]);
  expect(whyHeld(kim, 'pam_vaults.view', 'o').passed).toBe(
    'Holds pam_vaults.view by the role “kim-o”, in this organization.',
  );
  const lacking = whyHeld(ann, 'hosts.manage_users', 'o');
  expect((lacking.on ?? []).map(({ stream }) => stream)).toContain('directoryGroup-g');
});

test('where no group has roles, nothing of the directory is read', async () => {
  const read: string[] = [];
  const view = viewOf({ ...BASE, account: [] });
  const noting: View = {
    ...view,
    load: (fold, id) => {
      read.push(fold.category);
      return view.load(fold, id);
    },
  };
  await permissionsOf(noting, 'ann');
  expect(read.toSorted()).toEqual(['account', 'user']);
});
