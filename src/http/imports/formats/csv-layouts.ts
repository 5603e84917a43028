import type { CsvLayout } from './foreign-csv';

/** Programs of this family write the name of the top group, whatever it is called, before every other; by itself it says nothing. */
const withoutRoot = (path: string): string =>
  path.includes('/') ? path.slice(path.indexOf('/') + 1) : path.replace(/^(?:Root|Passwords)$/, '');

/** KeePass 2 ("KeePass CSV (1.x)" and the generic one) and KeePassXC. */
export const KEEPASS: CsvLayout = {
  name: ['Title', 'Account'],
  username: ['Username', 'User Name', 'Login Name'],
  credential: ['Password'],
  vault: ['Group'],
  left: ['URL', 'Web Site', 'Notes', 'Comments', 'TOTP'],
  idle: ['Icon', 'Last Modified', 'Created'],
  folder: withoutRoot,
  // "KeePass CSV (1.x)" quotes every cell, its names too; a spreadsheet that saved it again does neither.
  backslashed: /"Login Name"/,
};

/** Bitwarden and Vaultwarden, of a person and of an organization. */
export const BITWARDEN: CsvLayout = {
  name: ['name'],
  username: ['login_username'],
  credential: ['login_password'],
  vault: ['folder', 'collections'],
  left: ['notes', 'fields', 'login_uri', 'login_totp'],
  idle: ['favorite', 'reprompt', 'archivedDate'],
  only: ['type', 'login'],
  folders: 'collections',
};

/** 1Password 8 and 7. */
export const ONE_PASSWORD: CsvLayout = {
  name: ['Title'],
  username: ['Username'],
  credential: ['Password'],
  vault: ['Vault'],
  left: ['Url', 'URL', 'OTPAuth', 'Tags', 'Notes'],
  idle: ['Favorite', 'Archived', 'Type'],
};

/** LastPass; a secure note has the address `http://sn` and no password. */
export const LASTPASS: CsvLayout = {
  name: ['name'],
  username: ['username'],
  credential: ['password'],
  vault: ['grouping'],
  left: ['url', 'extra', 'totp'],
  idle: ['fav'],
  mayBeHtml: true,
  folder: (path) => path.replaceAll('\\', '/'),
};

/** Passbolt, in the form it writes for KeePass and in its own; unlike KeePass it writes no top group before the folders. */
export const PASSBOLT: CsvLayout = {
  name: ['Title', 'name'],
  username: ['Username', 'username'],
  credential: ['Password', 'secret'],
  vault: ['Group', 'FolderParentPath', 'folder'],
  left: ['URL', 'uri', 'Notes', 'description', 'TOTP', 'totp'],
  idle: ['Icon', 'Last Modified', 'Created'],
};
