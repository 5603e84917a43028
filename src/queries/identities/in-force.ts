import { entryOf } from '../../kernel/entry-of';
import type { IdentityDocument } from '../../../projections/identities/document';
import type { Knowledge } from './knowledge';

/** `password`, `key`, or whatever the value is called. */
export const wordFor = ({ credentialType }: Pick<IdentityDocument, 'credentialType'>): string =>
  entryOf({ password: 'password', ssh_key: 'key' }, credentialType) ?? 'value';

/** What lets in on a host, as far as it is known, while a new value is on its way there. */
export const inForceMeanwhile = (knowledge: Knowledge, word: string): string => {
  switch (knowledge) {
    case 'present':
      return `the old ${word} still works there`;
    case 'older':
      return `an older ${word} than the one served works there`;
    case 'newer':
      return `the new ${word} is in force there already`;
    case 'either':
      return `either ${word} may be in force there`;
    case 'refused':
      return `which ${word} is in force there nobody knows`;
    case 'untouched':
      return `the old ${word} still works there if it did before: nothing has changed`;
    case 'unmanaged':
      return 'nothing has changed there yet';
  }
};

/** The same while the present value is only looked at, or set once more. */
export const inForceNow = (knowledge: Knowledge, word: string): string => {
  switch (knowledge) {
    case 'present':
      return `the ${word} in the vault works there`;
    case 'newer':
      return `a newer ${word} than the one served works there`;
    case 'untouched':
      return `nobody has proved yet which ${word} it holds`;
    default:
      return inForceMeanwhile(knowledge, word);
  }
};
