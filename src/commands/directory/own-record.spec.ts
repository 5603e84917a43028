import fc from 'fast-check';
import { Directory, EVERYBODY, SPELLINGS } from '../../../test/support/a-directory';
import { anyStep, reachOf, take } from '../../../test/support/random-directory';

/** A way up by one's own directory record: each of these would end in a level that nobody else gave. */
const open = async () => {
  const directory = await new Directory().open();
  await directory.act('olga', directory.give('group', 'g0', 'checkout'));
  return directory;
};
const own = async (active: boolean) => {
  const directory = await open();
  await directory.act('olga', directory.create(SPELLINGS.ann[1], active));
  return { directory, id: directory.records[0] ?? '' };
};

test.each([true, false])('nobody touches their own record, active: %p', async (active) => {
  const { directory, id } = await own(active);
  for (const work of [
    directory.change(id, { active: !active }),
    directory.change(id, { displayName: 'Somebody' }),
    directory.remove(id),
    directory.member('g0', id, true),
    directory.give('user', id, 'view_vault'),
    directory.create(SPELLINGS.ann[2], true),
  ]) {
    expect(await directory.act('ann', work)).toBe(false);
    expect(await directory.act('bob', directory.change(id, { displayName: 'Seen by Bob' }))).toBe(true);
  }
  expect(await directory.act('ann', directory.member('g0', id, false))).toBe(true);
});

test.each(SPELLINGS.ann)('nobody makes their own record, spelled %s', async (email) => {
  const directory = await open();
  expect(await directory.act('ann', directory.create(email, true))).toBe(false);
  expect(await directory.act('bob', directory.create(email, true))).toBe(true);
});

test('nobody gives to a group that their own record is in, though the record is off', async () => {
  const { directory, id } = await own(false);
  await directory.act('bob', directory.member('g1', id, true));
  expect(await directory.act('ann', directory.give('group', 'g1', 'checkout'))).toBe(false);
  await directory.act('bob', directory.give('group', 'g1', 'view_vault'));
  expect(await directory.act('ann', directory.regrant(directory.grants[1] ?? '', 'checkout'))).toBe(false);
});

test('a record that is made anew is in no group and has no grant of the one before', async () => {
  const { directory, id } = await own(true);
  await directory.act('bob', directory.member('g0', id, true));
  await directory.act('bob', directory.give('user', id, 'checkout'));
  expect(await directory.level('ann')).toBe(3);
  await directory.act('bob', directory.remove(id));
  expect(await directory.act('bob', directory.change(id, { active: true }))).toBe(false);
  await directory.act('bob', directory.create(SPELLINGS.ann[0], true));
  expect(await directory.level('ann')).toBe(0);
});

test('an owner may do it all to their own', async () => {
  const directory = await open();
  expect(await directory.act('olga', directory.create('Olga@example.com', false))).toBe(true);
  const id = directory.records[0] ?? '';
  expect(await directory.act('olga', directory.member('g0', id, true))).toBe(true);
  expect(await directory.act('olga', directory.change(id, { active: true }))).toBe(true);
  expect(await directory.act('olga', directory.give('user', id, 'checkout'))).toBe(true);
  expect(await directory.act('olga', directory.remove(id))).toBe(true);
});

test('whatever anybody does in whatever order, nobody who is no owner gains a level that nobody else gave', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(anyStep, { minLength: 5, maxLength: 40, size: 'max' }), async (steps) => {
      const directory = await new Directory().open();
      for (const step of steps) {
        const before = { reach: reachOf(directory, step.who), level: await directory.level(step.who) };
        await take(directory, step);
        expect(reachOf(directory, step.who)).toBeLessThanOrEqual(before.reach);
        expect(await directory.level(step.who)).toBeLessThanOrEqual(before.level);
        for (const who of EVERYBODY) expect(await directory.level(who)).toBeLessThanOrEqual(reachOf(directory, who));
      }
    }),
    { numRuns: 60 },
  );
});
