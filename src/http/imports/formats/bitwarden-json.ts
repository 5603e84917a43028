import { entryOf } from '../../../kernel/entry-of';
import type { ImportEntry, Reader } from '../entry';
import { credentialEntry } from './credential-entry';
import { isObject, objectsIn, textIn, wholeJson, type Json } from './whole-json';

/** Numbers of the types that hold a value to use: a login, and an SSH key. */
const LOGIN = 1;
const SSH_KEY = 5;

const namesOf = (file: Json, list: string): ReadonlyMap<unknown, string | undefined> =>
  new Map(objectsIn(entryOf(file, list)).map(({ id, name }) => [id, textIn(name)]));

const collectionsOf = ({ collectionIds }: Json): readonly unknown[] =>
  Array.isArray(collectionIds) ? (collectionIds as unknown[]) : [];

const leftOf = (item: Json, login: Json): readonly string[] => [
  ...(objectsIn(login['uris']).length > 0 ? ['uris'] : []),
  ...(textIn(login['totp']) === undefined ? [] : ['totp']),
  ...(objectsIn(login['fido2Credentials']).length > 0 ? ['passkeys'] : []),
  ...(textIn(item['notes']) === undefined ? [] : ['notes']),
  ...(objectsIn(item['fields']).length > 0 ? ['fields'] : []),
  ...(objectsIn(item['passwordHistory']).length > 0 ? ['passwordHistory'] : []),
  ...(objectsIn(item['attachments']).length > 0 ? ['attachments'] : []),
  ...(textIn(item['deletedDate']) === undefined ? [] : ['deletedDate']),
  ...(collectionsOf(item).length > 1 ? ['the collections but the first'] : []),
];

function* entries(file: Json): Iterable<ImportEntry> {
  const folders = new Map([...namesOf(file, 'folders'), ...namesOf(file, 'collections')]);
  for (const [n, item] of objectsIn(file['items']).entries()) {
    const { folderId, name, type } = item;
    const login = isObject(item['login']) ? item['login'] : {};
    const key = isObject(item['sshKey']) ? item['sshKey'] : {};
    const place = folderId ?? collectionsOf(item)[0];
    yield credentialEntry({
      line: n + 1,
      vault: folders.get(place),
      name: textIn(name),
      username: textIn(login['username']),
      credential: type === LOGIN ? textIn(login['password']) : type === SSH_KEY ? textIn(key['privateKey']) : undefined,
      credentialType: type === SSH_KEY ? 'ssh_key' : 'password',
      left: leftOf(item, login),
    });
  }
}

/** Bitwarden's and Vaultwarden's unencrypted JSON, of a person and of an organization. */
export const readBitwardenJson: Reader = wholeJson("Bitwarden's unencrypted JSON", (file) =>
  isObject(file) && file['encrypted'] !== true && Array.isArray(file['items']) ? entries(file) : undefined,
);
