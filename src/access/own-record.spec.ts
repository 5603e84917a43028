import { streamsOf, type AVault } from '../../test/support/streams/a-vault';
import { digest, viewOf } from '../../test/support/streams/view-of';
import { idpUserOf } from './idp-mapping';
import { isOwnPrincipal } from './own-record';
import { standingOf, type Standing } from './standing';

const herself = { principalType: 'user', principalId: 'p-ann' } as const;
const somebody = { principalType: 'user', principalId: 'p-bob' } as const;
const group = { principalType: 'group', principalId: 'g' } as const;

test.each<[string, AVault, typeof herself | typeof somebody | typeof group, boolean]>([
  ['herself', {}, herself, true],
  ['herself, while her record is inactive', { person: 'inactive' }, herself, true],
  ['somebody else', {}, somebody, false],
  ['a group she is in', { member: true }, group, true],
  ['a group she is not in', {}, group, false],
  ['herself, without a record', { person: 'none' }, herself, false],
])('is it she: %s', async (_, world, principal, own) => {
  const view = viewOf(streamsOf(world));
  const ann = (await standingOf(view, 'ann')) as Standing;
  expect(await isOwnPrincipal(view, digest, ann, principal)).toBe(own);
});

test.each<[AVault['person'], string, string | undefined]>([
  ['active', 'ANN@example.COM', 'p-ann'],
  ['active', 'bob@example.com', undefined],
  ['inactive', 'ann@example.com', undefined],
  ['deleted', 'ann@example.com', undefined],
  ['none', 'ann@example.com', undefined],
])('an e-mail finds the active record, however it is spelled: %s %s', async (person, email, found) => {
  const view = viewOf(streamsOf({ person }));
  expect(await idpUserOf(view, digest, email)).toBe(found);
});

test('somebody who is switched off is nobody', async () => {
  expect(await standingOf(viewOf(streamsOf({ switchedOff: true })), 'ann')).toBeUndefined();
  expect(await standingOf(viewOf(streamsOf({})), 'bob')).toBeUndefined();
});
