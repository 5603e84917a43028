import { groupPatchIn } from './group-patch';
import { userPatchIn } from './user-patch';

const EMAIL = 'ann@example.com';
const CORE = 'urn:ietf:params:scim:schemas:core:2.0:User';
const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

const patch = (...Operations: readonly object[]) => userPatchIn({ Operations }, { email: EMAIL });
const mutability = expect.objectContaining({
  refusal: expect.objectContaining({ extra: { scimType: 'mutability' } }) as unknown,
}) as Error;

test.each<[string, object, object]>([
  [
    'wrapped as a list of one',
    { op: 'Replace', path: 'active', value: [{ $ref: null, value: 'False' }] },
    { active: false },
  ],
  ['in a list of one', { op: 'Add', path: 'displayName', value: ['Ann'] }, { displayName: 'Ann' }],
  ['below the schema, without a path', { op: 'replace', value: { [CORE]: { active: false } } }, { active: false }],
  ['with the schema as path', { op: 'replace', path: CORE, value: { active: 'FALSE' } }, { active: false }],
  ['with the schema before its name', { op: 'Replace', path: `${CORE}:active`, value: 'True' }, { active: true }],
  ['of an extension', { op: 'Add', value: { [`${ENTERPRISE}:department`]: 'x', [ENTERPRISE]: { manager: 'y' } } }, {}],
  ['the e-mail again, typed', { op: 'Replace', path: 'emails[type eq "work"].value', value: 'ANN@example.com' }, {}],
  [
    'all addresses, the e-mail among them',
    {
      op: 'Replace',
      path: 'emails',
      value: [
        { type: 'home', value: 'home@example.com' },
        { type: 'work', value: EMAIL },
      ],
    },
    {},
  ],
  ['an address of another kind', { op: 'Add', path: 'emails[type eq "home"].value', value: 'home@example.com' }, {}],
  ['another address of another kind', { op: 'Replace', path: 'emails[type eq "other"].value', value: 'o@x.org' }, {}],
  ['a list with such an address', { op: 'Add', path: 'emails', value: [{ type: 'home', value: 'home@x.org' }] }, {}],
  ['such an address taken away', { op: 'Remove', path: 'emails[type eq "home"]' }, {}],
  ['such an address taken away by its value', { op: 'Remove', path: 'emails[value eq "home@x.org"].value' }, {}],
  ['a list of such taken away', { op: 'Remove', path: 'emails', value: [{ type: 'home', value: 'home@x.org' }] }, {}],
  ['no address, taken away', { op: 'Remove', path: 'emails', value: [] }, {}],
  [
    'beside others that are no paths',
    { op: 'Replace', value: { 'my own': 1, '1st': 2, displayName: 'Ann' } },
    { displayName: 'Ann' },
  ],
])('an attribute that comes %s', (_, operation, change) => {
  expect(patch(operation)).toEqual(change);
});

test.each([
  { op: 'Replace', path: 'emails', value: [{ type: 'work', value: 'other@example.com' }] },
  { op: 'Add', path: 'emails', value: [{ type: 'work', value: 'other@example.com' }, { value: EMAIL }] },
  { op: 'Replace', path: 'emails[value eq "ann@example.com"]', value: { value: 'other@example.com' } },
  { op: 'Replace', path: CORE, value: { userName: 'other@example.com' } },
  { op: 'Replace', path: 'emails[type eq "work"].value', value: 'other@example.com' },
  { op: 'Replace', path: 'emails[primary eq true].value', value: 'other@example.com' },
  { op: 'Replace', path: 'emails[type ne "home"].value', value: 'other@example.com' },
  { op: 'Add', path: 'emails', value: [{ type: 'home', value: 'other@example.com', primary: true }] },
  { op: 'Add', path: 'emails', value: [{ value: 'other@example.com' }] },
  { op: 'Remove', path: 'emails' },
  { op: 'Remove', path: 'emails', value: null },
  { op: 'Remove', path: 'emails[type eq "work"]' },
  { op: 'Remove', path: 'emails[type eq "work"]', value: [] },
  { op: 'Remove', path: 'emails', value: [{ type: 'work', value: EMAIL }] },
  { op: 'Remove', path: 'userName' },
  { op: 'Replace', value: { [CORE]: { userName: 'other@example.com' } } },
  { op: 'Replace', path: 'userName', value: [{ value: 'other@example.com' }] },
])('another e-mail is refused, whichever way it comes (%#)', (operation) => {
  expect(() => patch(operation)).toThrow(mutability);
});

test('a name that is there twice, in different cases, is refused: what stands before us may have read the other one', () => {
  const twice = { op: 'replace', path: 'active', value: true, Value: false };
  expect(() => patch(twice)).toThrow(
    expect.objectContaining({ refusal: expect.objectContaining({ extra: { scimType: 'invalidSyntax' } }) as unknown }),
  );
});

test('members come wrapped, bare and alone, and what is said last counts', () => {
  const [one, two] = ['1'.repeat(32), '2'.repeat(32)];
  const Operations = [
    { op: 'Add', path: 'members', value: [{ value: one }, two] },
    { op: 'Remove', path: `members[value eq "${one}"]` },
    { op: 'Add', value: { members: { value: one } } },
    { op: 'Remove', path: 'members', value: [{ value: two }] },
  ];
  expect(groupPatchIn({ Operations }).members).toEqual({ add: [one], remove: [two] });
});

test.each<[string, object, object]>([
  ['taken away without a value: all of them', { op: 'remove', path: 'members' }, { add: [], remove: [], only: true }],
  ['taken away by null: all', { op: 'remove', path: 'members', value: null }, { add: [], remove: [], only: true }],
  ['taken away by an empty list: nobody', { op: 'remove', path: 'members', value: [] }, { add: [], remove: [] }],
  [
    'replaced by an empty list: all',
    { op: 'replace', path: 'members', value: [] },
    { add: [], remove: [], only: true },
  ],
  ['added by an empty list: nobody', { op: 'add', path: 'members', value: [] }, { add: [], remove: [] }],
])('members %s', (_, operation, members) => {
  expect(groupPatchIn({ Operations: [operation] })).toEqual({ members });
});
