import { EARLIER, LATER, NOW } from '../../test/support/streams/a-vault';
import { fact } from '../../test/support/streams/ground-of';
import { peopleOf, PLACES } from '../../test/support/streams/people';
import { letInto } from '../../test/support/streams/reach';
import { rightsOf } from '../../test/support/streams/rights-of';
import { together } from '../../test/support/streams/together';
import { viewOf, type Streams } from '../../test/support/streams/view-of';
import { seesOrganization } from './permissions';
import { requireEverywhere, requireOwner, requirePermission, deniedAnywhere } from './require';
import {
  isLetIn,
  supportWindowsAt,
  outsideSupport,
  refuseSupport,
  refuseSupportShutOut,
  stillLetIn,
  supportEvidence,
} from './support';
import { supportAccessOf } from './support-access-of';

const window = (noun: string, more: object = {}) =>
  fact(`support-access-${noun}`, { organizationId: 'o', windowId: 'window-o', reason: 'over', ...more });
const disabled = window('disabled', { disabledBy: 'boss', disabledAt: NOW });
const changed = (more: object) => window('changed', { changedBy: 'sue', changedAt: NOW, ...more });

test.each<[string, Streams[string], boolean]>([
  ['never let in', [], false],
  ['let in without an end', [letInto('o')], true],
  ['let in until later', [letInto('o', { expiresAt: LATER })], true],
  ['let in until now', [letInto('o', { expiresAt: NOW })], false],
  ['let in elsewhere', [letInto('p')], false],
  ['disabled', [letInto('o'), disabled], false],
  ['let in for longer', [letInto('o', { expiresAt: NOW }), changed({ expiresAt: LATER })], true],
  ['told to be over', [letInto('o'), window('expired', { expiresAt: NOW })], false],
  ['disabled and let in anew', [letInto('o'), disabled, letInto('o', { windowId: 'again' })], true],
])('support that was %s', async (_, supportAccess, isIn) => {
  const streams = together(
    peopleOf({ vera: { support: true, here: ['pam_vaults.view'] }, ann: { here: ['pam_vaults.view'] } }, PLACES),
    { supportAccess },
  );
  const [vera, ann] = [await rightsOf(streams, 'vera'), await rightsOf(streams, 'ann')];
  const off = isIn ? undefined : 'SUPPORT_ACCESS_OFF';
  expect([isLetIn(vera, 'o'), isLetIn(ann, 'o')]).toEqual([isIn, true]);
  expect([
    refuseSupportShutOut(vera, 'o')?.code,
    refuseSupportShutOut(ann, 'o'),
    refuseSupportShutOut(undefined, 'o'),
  ]).toEqual([off, undefined, undefined]);
  expect(requirePermission(vera, 'pam_vaults.view', 'o', 'vault')?.code).toBe(off);
  expect(seesOrganization(vera, 'o')).toBe(true);
  expect('supportWindowId' in supportEvidence(vera, 'o')).toBe(isIn);
  expect(supportEvidence(ann, 'o')).toEqual({});
});

test('what a request rested on is noted as it is asked for, and stands as long as the same window is on', async () => {
  const view = viewOf({ supportAccess: [letInto('o'), letInto('p', { expiresAt: LATER })] }, NOW);
  const relied = new Map<string, string>();
  const letIn = await supportWindowsAt(view, relied);
  expect(relied.size).toBe(0);
  expect([letIn.windowIn('p'), letIn.windowIn('x')]).toEqual(['window-p', undefined]);
  expect([...relied]).toEqual([['p', 'window-p']]);
  expect(letIn.organizations()).toEqual(['o', 'p']);
  expect([...relied.keys()].toSorted()).toEqual(['o', 'p']);
  expect(await stillLetIn(view, relied)).toBe(true);
  const again = viewOf({ supportAccess: [letInto('o'), letInto('p', { windowId: 'other' })] }, NOW);
  expect(await stillLetIn(again, relied)).toBe(false);
  expect(await stillLetIn(again, new Map([['o', 'window-o']]))).toBe(true);
  expect(await stillLetIn(viewOf({}, NOW), relied)).toBe(false);
  expect(await stillLetIn(viewOf({}, NOW), new Map())).toBe(true);
});

test('by the time of the last fact it is over, whatever a clock that is behind says', async () => {
  const late = { ...window('expiry-warned', { expiresAt: NOW, daysBefore: 1 }), metadata: { time: NOW } } as never;
  const supportAccess = [letInto('o', { expiresAt: NOW }), late];
  expect((await supportWindowsAt(viewOf({ supportAccess }, EARLIER))).windowIn('o')).toBeUndefined();
  expect((await supportAccessOf(viewOf({ supportAccess }, EARLIER), 'o')).item.enabled).toBe(false);
});

const rights = { support: true };
test('what belongs to no organization, or would let support in by another way, is none of its business', () => {
  expect([outsideSupport(rights)?.code, outsideSupport({ support: false }), outsideSupport(undefined)]).toEqual([
    'SUPPORT_ACCESS_OFF',
    undefined,
    undefined,
  ]);
  expect([
    refuseSupport(rights, 'gives grants')?.code,
    refuseSupport({ support: false }, 'x'),
    refuseSupport(undefined, 'x'),
  ]).toEqual(['PERMISSION_DENIED', undefined, undefined]);
  expect(isLetIn(rights, 'o')).toBe(false);
});

test('an owner of the vendor decides nothing of the account as a whole', async () => {
  const streams = together(peopleOf({ vera: { support: true, owner: true } }, PLACES), {
    supportAccess: [letInto('o')],
  });
  const vera = await rightsOf(streams, 'vera');
  expect([requireOwner(vera)?.code, requireEverywhere(vera, 'accounts.manage')?.code]).toEqual([
    'SUPPORT_ACCESS_OFF',
    'SUPPORT_ACCESS_OFF',
  ]);
  expect(requirePermission(vera, 'support_access.manage', 'o', 'organization')?.code).toBe('PERMISSION_DENIED');
  expect(deniedAnywhere(vera, 'pam_vaults.view').code).toBe('PERMISSION_DENIED');
  expect(deniedAnywhere(await rightsOf(peopleOf({ vera: { support: true } }), 'vera'), 'pam_vaults.view').code).toBe(
    'SUPPORT_ACCESS_OFF',
  );
  expect(deniedAnywhere(undefined, 'pam_vaults.view').code).toBe('PERMISSION_DENIED');
});

test.each<[string, Streams[string], object]>([
  ['never', [], { enabled: false }],
  ['by whom and why', [letInto('o')], { enabled: true, reason: 'help us', changedBy: 'boss', changedAt: EARLIER }],
  [
    'until when',
    [letInto('o', { expiresAt: LATER })],
    { enabled: true, reason: 'help us', expiresAt: LATER, changedBy: 'boss', changedAt: EARLIER },
  ],
  [
    'over now',
    [letInto('o', { expiresAt: NOW })],
    { enabled: false, reason: 'help us', expiresAt: NOW, changedBy: 'boss', changedAt: EARLIER },
  ],
  ['disabled', [letInto('o'), disabled], { enabled: false, reason: 'over', changedBy: 'boss', changedAt: NOW }],
  [
    'by nobody who is known',
    [letInto('o', { enabledBy: undefined })],
    { enabled: true, reason: 'help us', changedAt: EARLIER },
  ],
  [
    'changed',
    [letInto('o'), changed({ reason: 'longer' })],
    { enabled: true, reason: 'longer', changedBy: 'sue', changedAt: NOW },
  ],
])('support access is told as it stands: %s', async (_, supportAccess, told) => {
  const { item } = await supportAccessOf(viewOf({ supportAccess }, NOW), 'o');
  expect(item).toStrictEqual({ organizationId: 'o', ...told });
});
