import { matchesFilter } from './filter-matches';
import { filterIn } from './filter-tree';

const PERSON = {
  id: 'ab12',
  externalId: 'Dom\\ain "x"',
  userName: 'Ann@Example.com',
  displayName: 'O"Neil \\ Söhne',
  active: true,
  emails: [{ value: 'Ann@Example.com', type: 'work', primary: true }],
  members: [{ value: 'cd34', type: 'User' }],
};

const matches = (filter: string): boolean => matchesFilter(PERSON, filterIn(filter));

test.each([
  ['a text is one of JSON: a quote in it', 'displayName co "O\\"Neil"', true],
  ['a backslash', 'externalId eq "Dom\\\\ain \\"x\\""', true],
  ['a backslash before the end', 'displayName co "Neil \\\\" or displayName co "x\\\\"', true],
  ['both together', 'displayName eq "O\\"Neil \\\\ Söhne"', true],
  ['letters by their number', 'userName eq "\\u0061nn@example.com"', true],
  ['brackets and operators in a text', 'displayName ne "] or (active eq false) and [" and active eq true', true],
  ['a number as a text', 'id ne "0"', true],
  ['the attribute of an item is the same in any case, as on its own', 'emails[value co "ann"]', true],
  ['an id of an item in its own case only', 'members[value eq "CD34"]', false],
  ['an id of an item', 'members[value eq "cd34" and type eq "user"]', true],
  ['not within items', 'emails[not (value sw "ANN")]', false],
  ['a boolean as Entra ID writes one', 'active eq "True"', true],
  ['and the other one', 'active eq "False"', false],
  ['a boolean', 'active ne true', false],
  ['a name below its schema', 'urn:ietf:params:scim:schemas:core:2.0:User:emails.value co "ann"', true],
  ['the same name in an extension', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:userName pr', false],
  [
    'attributes and operators in any case',
    'UserName Eq "ANN@example.com" AND NOT (active EQ False or Id SW "c")',
    true,
  ],
  ['a text keeps its case', 'externalId Eq "dom\\\\ain \\"x\\""', false],
  ['what every object has', 'constructor pr or toString pr or __proto__ pr', false],
])('%s', (_, filter, expected) => {
  expect([filter, matches(filter)]).toEqual([filter, expected]);
});

test.each([
  'userName eq "\\x"',
  'userName eq "\\u12"',
  "userName eq 'a'",
  'userName eq "a\\"',
  'userName eq "0" "1"',
  '"0"',
])('a filter whose text is none is refused: %s', (filter) => {
  expect(() => filterIn(filter)).toThrow(expect.objectContaining({ refusal: expect.anything() as unknown }));
});
