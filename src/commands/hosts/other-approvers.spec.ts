import { EARLIER } from '../../../test/support/streams/a-vault';
import { fact } from '../../../test/support/streams/ground-of';
import { peopleOf, type APerson } from '../../../test/support/streams/people';
import { viewOf } from '../../../test/support/streams/view-of';
import { StoreUnavailable } from '../../kernel/store-errors';
import { mayApproveThere, OtherApprovers } from './other-approvers';

/** The list of users names who there is, the streams say what everybody may: is there anybody else who could approve? */
const BOTH = ['hosts.manage_users', 'pam_vaults.manage'] as const;
interface Asked {
  readonly limit: number;
  readonly after?: { readonly value: string; readonly id: string };
}
const start = (people: Readonly<Record<string, APerson>>, listed: readonly string[], caughtUp = true) => {
  const asked: Asked[] = [];
  const find = async (query: Asked) => {
    asked.push(query);
    const { limit, after } = query;
    return listed
      .filter((id) => after === undefined || id > after.id)
      .slice(0, limit)
      .map((id) => ({ id }));
  };
  const waited: unknown[] = [];
  const waitFor = async (...call: readonly unknown[]) => {
    waited.push(call[0], call[1]);
    return caughtUp;
  };
  const others = new OtherApprovers({ readModel: () => ({ find }) } as never, { waitFor } as never);
  const view = { ...viewOf(peopleOf(people, { supportAccess: [LET_IN] })), at: '0007' };
  const areThere = (isNamed: boolean) => others.areThere(view, mayApproveThere('o', isNamed));
  return { areThere, asked, waited };
};
const LET_IN = fact('support-access-enabled', {
  organizationId: 'o',
  windowId: 'w',
  reason: 'help',
  enabledBy: 'x',
  enabledAt: EARLIER,
});

test.each<[string, APerson, boolean, boolean]>([
  ['an owner', { owner: true }, true, true],
  ['who manages hosts and vaults there', { here: BOTH }, true, true],
  ['who manages both everywhere', { everywhere: BOTH }, true, true],
  ['who manages hosts alone', { here: ['hosts.manage_users'] }, false, true],
  ['who manages vaults alone', { here: ['pam_vaults.manage'] }, false, false],
  ['who is switched off', { owner: true, off: true }, false, false],
  ['a machine', { machine: true, here: BOTH }, false, false],
  ['the vendor’s support, though let in', { support: true, here: BOTH }, false, false],
])('%s may approve where identities are: %s; where none is: %s', async (_, person, named, bare) => {
  const { areThere } = start({ ann: person }, ['ann']);
  expect([await areThere(true), await areThere(false)]).toEqual([named, bare]);
});

test('nobody is there where nobody is listed', async () => {
  expect(await start({}, []).areThere(false)).toBe(false);
});

test('the list is asked at the moment that is judged, and while it is behind nothing is decided', async () => {
  const { areThere, waited } = start({ ann: { owner: true } }, ['ann'], false);
  await expect(areThere(false)).rejects.toBeInstanceOf(StoreUnavailable);
  expect(waited).toEqual([['users'], '0007']);
});

test.each([199, 200, 201, 400])('the last of %s users is found, a page at a time', async (count) => {
  const ids = Array.from({ length: count }, (_, n) => `u${String(n).padStart(4, '0')}`);
  const last = ids.at(-1) ?? '';
  const { areThere, asked } = start({ [last]: { owner: true } }, ids);
  expect(await areThere(true)).toBe(true);
  const fullPages = ids.filter((_, n) => n % 200 === 199 && n < count - 1);
  expect(asked.map(({ after }) => after?.id)).toEqual([undefined, ...fullPages]);
  const none = start({}, ids);
  expect(await none.areThere(true)).toBe(false);
});
