import { archivedFile } from './archived-file';
import { entryOf } from '../../../kernel/entry-of';
import { broken, type ImportEntry, type Reader } from '../entry';
import { credentialEntry } from './credential-entry';
import { isObject, objectsIn, textIn, wholeJson, type Json } from './whole-json';

const designated = (details: Json, what: string): string | undefined =>
  textIn(objectsIn(details['loginFields']).find(({ designation }) => designation === what)?.['value']);

const sectionFields = (details: Json): readonly Json[] =>
  objectsIn(details['sections']).flatMap(({ fields }) => objectsIn(fields));

const inSection = (details: Json, kind: string): string | undefined => {
  const values = sectionFields(details).map(({ value }) => (isObject(value) ? entryOf(value, kind) : undefined));
  return values
    .map((value) => textIn(isObject(value) ? value['privateKey'] : value))
    .find((text) => text !== undefined);
};

/** Fields of the form besides user name and password: what else a page asked for. */
const hasOtherFields = (details: Json): boolean =>
  objectsIn(details['loginFields']).some(
    ({ designation, value }) => designation !== 'username' && designation !== 'password' && textIn(value) !== undefined,
  );

/** The values that an item may have, the one that is imported first. */
const valuesOf = (details: Json): readonly string[] =>
  [inSection(details, 'sshKey'), designated(details, 'password'), textIn(details['password'])].filter(
    (value) => value !== undefined,
  );

const leftOf = (overview: Json, details: Json, isKey: boolean): readonly string[] => [
  ...(new Set(valuesOf(details)).size > 1 ? ['password'] : []),
  ...(hasOtherFields(details) ? ['loginFields'] : []),
  ...(textIn(overview['url']) === undefined && objectsIn(overview['urls']).length === 0 ? [] : ['urls']),
  ...(Array.isArray(overview['tags']) && overview['tags'].length > 0 ? ['tags'] : []),
  ...(textIn(details['notesPlain']) === undefined ? [] : ['notes']),
  ...(sectionFields(details).length > (isKey ? 1 : 0) ? ['sections'] : []),
  ...(objectsIn(details['passwordHistory']).length > 0 ? ['passwordHistory'] : []),
  ...(isObject(details['documentAttributes']) ? ['document'] : []),
];

function* entries(file: Json): Iterable<ImportEntry> {
  let line = 0;
  for (const account of objectsIn(file['accounts'])) {
    for (const vault of objectsIn(account['vaults'])) {
      const attributes = isObject(vault['attrs']) ? vault['attrs'] : {};
      for (const item of objectsIn(vault['items'])) {
        const overview = isObject(item['overview']) ? item['overview'] : {};
        const details = isObject(item['details']) ? item['details'] : {};
        const key = inSection(details, 'sshKey');
        const [credential] = valuesOf(details);
        yield credentialEntry({
          line: (line += 1),
          vault: textIn(attributes['name']),
          name: textIn(overview['title']),
          username: designated(details, 'username'),
          credential,
          credentialType: key === undefined ? 'password' : 'ssh_key',
          left: leftOf(overview, details, key !== undefined),
        });
      }
    }
  }
}

const readData = wholeJson('a 1Password export (1PUX)', (file) =>
  isObject(file) && Array.isArray(file['accounts']) ? entries(file) : undefined,
);

/** 1Password's 1PUX: a ZIP archive with one JSON value in it. */
export const readOnePux: Reader = async function* (bytes) {
  try {
    yield* readData(archivedFile(bytes, 'export.data'));
  } catch (error) {
    if (!(error instanceof Error && /zip|invalid|data|EOF/i.test(error.message))) throw error;
    yield broken(1, 'The file is not a 1Password export (1PUX).');
  }
};
