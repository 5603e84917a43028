import { letInto } from '../../test/support/streams/reach';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import { rightsOf } from '../../test/support/streams/rights-of';
import { together } from '../../test/support/streams/together';
import type { Streams } from '../../test/support/streams/view-of';
import type { CallerPermissions } from './caller-permissions';
import { isRefusal } from '../kernel/refusal';
import { isReviewer, requireReviewer } from './may-review';
import { inboxRightsOf, maySeeNotification } from './notified';
import { mayKnowOfOthers, othersAccessIn, requireOthersAccess } from './others-access';
import { reportPlaces } from './report-places';
import { requireAuditRead } from './require-audit-read';
import { supportAuditPlaces } from './support-audit-places';
import { visibleOrganizations } from './visible-organizations';

const BASE = together(
  peopleOf(
    {
      olga: { owner: true },
      adam: { admin: true },
      mona: { here: ['pam_vaults.manage'] },
      mall: { everywhere: ['pam_vaults.manage'] },
      auda: { here: ['pam_audit.read'] },
      aall: { everywhere: ['pam_audit.read'] },
      both: { here: ['pam_audit.read', 'pam_vaults.manage', 'support_access.manage'] },
      sue: { here: ['support_access.manage'] },
      vic: { here: ['pam_vaults.view'] },
      eve: {},
      robot: { machine: true, everywhere: ['pam_vaults.manage'] },
      vera: { support: true, everywhere: ['pam_vaults.manage', 'pam_audit.read'] },
      otto: { support: true, owner: true },
    },
    PLACES,
  ),
);
const LET_IN: Streams = together(BASE, { supportAccess: [letInto('o')] });
const NONE: readonly string[] = [];
const O = ['o'];

/** Who; where reports are read; where others' access is known; where support's doings; which organizations there are. */
const TABLE: readonly (readonly [string, Streams, unknown, unknown, unknown, unknown])[] = [
  ['olga', BASE, '*', '*', '*', '*'],
  ['adam', BASE, '*', '*', '*', '*'],
  ['mona', BASE, O, O, NONE, O],
  ['mall', BASE, '*', '*', NONE, '*'],
  ['auda', BASE, O, O, O, O],
  ['aall', BASE, '*', '*', '*', '*'],
  ['both', BASE, O, O, O, O],
  ['sue', BASE, NONE, 'PERMISSION_DENIED', O, O],
  ['vic', BASE, NONE, 'PERMISSION_DENIED', NONE, O],
  ['eve', BASE, NONE, 'PERMISSION_DENIED', NONE, NONE],
  ['robot', BASE, '*', '*', NONE, '*'],
  ['vera', BASE, NONE, 'SUPPORT_ACCESS_OFF', NONE, NONE],
  ['vera', LET_IN, O, O, O, O],
  ['otto', BASE, NONE, 'SUPPORT_ACCESS_OFF', NONE, NONE],
  ['otto', LET_IN, O, O, O, O],
];
test.each(TABLE)('where %s may know what', async (who, streams, reports, others, support, visible) => {
  const rights = await rightsOf(streams, who);
  const known = othersAccessIn(rights);
  expect([reportPlaces(rights), isRefusal(known) ? known.code : known]).toEqual([reports, others]);
  expect([supportAuditPlaces(rights), visibleOrganizations(rights)]).toEqual([support, visible]);
});

const codes = (rights: CallerPermissions, organizationId: string) => [
  requireOthersAccess(rights, organizationId, 'user')?.code,
  requireAuditRead(rights, organizationId)?.code,
];
test.each<[string, Streams, string, unknown]>([
  ['olga', BASE, 'o', [undefined, undefined]],
  ['adam', BASE, 'o', [undefined, undefined]],
  ['mona', BASE, 'o', [undefined, 'PERMISSION_DENIED']],
  ['mona', BASE, 'p', ['NOT_FOUND', 'NOT_FOUND']],
  ['auda', BASE, 'o', [undefined, undefined]],
  ['vic', BASE, 'o', ['PERMISSION_DENIED', 'PERMISSION_DENIED']],
  ['vera', BASE, 'o', ['SUPPORT_ACCESS_OFF', 'SUPPORT_ACCESS_OFF']],
  ['vera', LET_IN, 'o', [undefined, undefined]],
  ['vera', LET_IN, 'p', ['SUPPORT_ACCESS_OFF', 'SUPPORT_ACCESS_OFF']],
])('what others may and did: %s', async (who, streams, place, expected) => {
  const rights = await rightsOf(streams, who);
  expect(codes(rights, place)).toEqual(expected);
  expect(mayKnowOfOthers(rights, place)).toBe((expected as unknown[])[0] === undefined);
});

test.each<[string, Streams, string | undefined]>([
  ['olga', BASE, undefined],
  ['adam', BASE, undefined],
  ['aall', BASE, undefined],
  ['auda', BASE, 'PERMISSION_DENIED'],
  ['vera', LET_IN, 'SUPPORT_ACCESS_OFF'],
])('all facts there are: %s', async (who, streams, code) => {
  expect(requireAuditRead(await rightsOf(streams, who), undefined)?.code).toBe(code);
});

test('nobody reads any', () => {
  expect([requireAuditRead(undefined, undefined)?.code, requireAuditRead(undefined, 'o')?.code]).toEqual([
    'PERMISSION_DENIED',
    'NOT_FOUND',
  ]);
});

const SESSION = { organizationId: 'o', userId: 'vic', userEmail: 'vic@x.org' };
test.each<[string, Streams, typeof SESSION, string | undefined]>([
  ['olga', BASE, SESSION, undefined],
  ['adam', BASE, SESSION, undefined],
  ['mona', BASE, SESSION, undefined],
  ['mona', BASE, { ...SESSION, organizationId: 'p' }, 'NOT_FOUND'],
  ['auda', BASE, SESSION, 'PERMISSION_DENIED'],
  ['vic', BASE, SESSION, 'PERMISSION_DENIED'],
  ['robot', BASE, SESSION, 'PERMISSION_DENIED'],
  ['vera', BASE, SESSION, 'SUPPORT_ACCESS_OFF'],
  ['vera', LET_IN, SESSION, undefined],
  ['otto', BASE, SESSION, 'SUPPORT_ACCESS_OFF'],
  ['mona', BASE, { ...SESSION, userId: 'mona' }, 'PERMISSION_DENIED'],
  ['olga', BASE, { ...SESSION, userId: 'olga' }, 'PERMISSION_DENIED'],
  ['mona', BASE, { ...SESSION, userId: 'x', userEmail: 'MONA@x.org' }, 'PERMISSION_DENIED'],
])('who reviews what was done behind broken glass: %s', async (who, streams, session, code) => {
  const rights = await rightsOf(streams, who);
  expect(requireReviewer(rights, session)?.code).toBe(code);
  const isOwn = session.userId === who || session.userEmail !== SESSION.userEmail;
  if (!isOwn) expect(isReviewer(rights, session.organizationId)).toBe(code === undefined || who === session.userId);
});

test('nobody reviews it', () => {
  expect(requireReviewer(undefined, SESSION)?.code).toBe('NOT_FOUND');
});

test.each<[string, Streams, unknown]>([
  ['olga', BASE, { concernedOnly: false, places: '*' }],
  ['adam', BASE, { concernedOnly: false, places: '*' }],
  ['mall', BASE, { concernedOnly: true, places: '*' }],
  ['vic', BASE, { concernedOnly: true, places: ['o', 'account'] }],
  ['eve', BASE, { concernedOnly: true, places: ['account'] }],
  ['vera', BASE, { concernedOnly: true, places: [] }],
  ['vera', LET_IN, { concernedOnly: true, places: ['o'] }],
  ['otto', LET_IN, { concernedOnly: false, places: ['o'] }],
])('what of an inbox %s may see', async (who, streams, rights) => {
  expect(inboxRightsOf(await rightsOf(streams, who))).toEqual(rights);
});

test.each<[string, boolean, '*' | readonly string[], boolean, string, boolean]>([
  ['an owner sees what concerns others', false, '*', false, 'o', true],
  ['somebody else does not', true, '*', false, 'o', false],
  ['but what concerns them', true, '*', true, 'o', true],
  ['where they have a role', true, ['o'], true, 'o', true],
  ['and nowhere else', true, ['o'], true, 'p', false],
  ['support of the account’s nothing', false, ['o'], false, 'account', false],
])('%s', (_, concernedOnly, places, concerned, place, sees) => {
  expect(maySeeNotification({ concernedOnly, places }, { concerned, place })).toBe(sees);
});
