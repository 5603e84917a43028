import { archivedFile } from './archived-file';
import { entryOf } from '../../../kernel/entry-of';
import { broken, type ImportEntry, type Reader } from '../entry';
import { credentialEntry } from './credential-entry';
import { isObject, objectsIn, textIn, wholeJson, type Json } from './whole-json';

const designated = (details: Json, what: string): string | undefined =>
  textIn(objectsIn(details['loginFields']).find(({ designation }) => designation === what)?.['value']);

/** Fields of sections that hold something: those of a form are there when they are empty, too. */
const sectionFields = (details: Json): readonly Json[] =>
  objectsIn(details['sections'])
    .flatMap(({ fields }) => objectsIn(fields))
    .filter(({ value }) => !isObject(value) || Object.values(value).some((part) => part !== '' && part !== null));

const sshKeyIn = (details: Json): string | undefined => {
  const keys = sectionFields(details).map(({ value }) => (isObject(value) ? entryOf(value, 'sshKey') : undefined));
  return keys.map((key) => (isObject(key) ? textIn(key['privateKey']) : undefined)).find((text) => text !== undefined);
};

/** Servers, databases, routers and credentials of an API have forms of their own, whose fields are known by their ids. */
const ofForm = (details: Json, id: 'username' | 'password' | 'credential'): string | undefined => {
  const value = sectionFields(details).find((field) => field['id'] === id)?.['value'];
  return isObject(value) ? (textIn(value['concealed']) ?? textIn(value['string'])) : undefined;
};

/** Fields of the form besides user name and password: what else a page asked for. */
const hasOtherFields = (details: Json): boolean =>
  objectsIn(details['loginFields']).some(
    ({ designation, value }) => designation !== 'username' && designation !== 'password' && textIn(value) !== undefined,
  );

interface Value {
  readonly type: 'ssh_key' | 'password' | 'api_key';
  readonly text: string | undefined;
  /** It stands in a field of a section. */
  readonly inSection: boolean;
}

/** The values that an item may have, the one that is imported first. */
const valuesOf = (details: Json): readonly Value[] =>
  [
    { type: 'ssh_key' as const, text: sshKeyIn(details), inSection: true },
    { type: 'password' as const, text: designated(details, 'password'), inSection: false },
    { type: 'password' as const, text: textIn(details['password']), inSection: false },
    { type: 'password' as const, text: ofForm(details, 'password'), inSection: true },
    { type: 'api_key' as const, text: ofForm(details, 'credential'), inSection: true },
  ].filter(({ text }) => text !== undefined);

/** The name of the user, and whether it stands in a field of a section. */
const usernameOf = (details: Json): { readonly username: string | undefined; readonly inSection: boolean } => {
  const username = designated(details, 'username');
  return username === undefined
    ? { username: ofForm(details, 'username'), inSection: ofForm(details, 'username') !== undefined }
    : { username, inSection: false };
};

const leftOf = (overview: Json, item: Json, details: Json, used: number): readonly string[] => [
  ...(item['trashed'] === true || item['state'] === 'trashed' ? ['trashed'] : []),
  ...(new Set(valuesOf(details).map(({ text }) => text)).size > 1 ? ['password'] : []),
  ...(hasOtherFields(details) ? ['loginFields'] : []),
  ...(textIn(overview['url']) === undefined && objectsIn(overview['urls']).length === 0 ? [] : ['urls']),
  ...(Array.isArray(overview['tags']) && overview['tags'].length > 0 ? ['tags'] : []),
  ...(textIn(details['notesPlain']) === undefined ? [] : ['notes']),
  ...(sectionFields(details).length > used ? ['sections'] : []),
  ...(objectsIn(details['passwordHistory']).length > 0 ? ['passwordHistory'] : []),
  ...(isObject(details['documentAttributes']) ? ['document'] : []),
];

const entryFrom = (line: number, vault: string | undefined, item: Json): ImportEntry => {
  const overview = isObject(item['overview']) ? item['overview'] : {};
  const details = isObject(item['details']) ? item['details'] : {};
  const [value] = valuesOf(details);
  const { username, inSection } = usernameOf(details);
  const used = Number(inSection) + Number(value?.inSection ?? false);
  return credentialEntry({
    line,
    vault,
    name: textIn(overview['title']),
    username,
    credential: value?.text,
    credentialType: value?.type ?? 'password',
    left: leftOf(overview, item, details, used),
  });
};

function* entries(file: Json): Iterable<ImportEntry> {
  let line = 0;
  for (const account of objectsIn(file['accounts'])) {
    for (const vault of objectsIn(account['vaults'])) {
      const attributes = isObject(vault['attrs']) ? vault['attrs'] : {};
      for (const item of objectsIn(vault['items'])) yield entryFrom((line += 1), textIn(attributes['name']), item);
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
