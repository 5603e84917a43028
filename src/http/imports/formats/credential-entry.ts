import type { ImportEntry, ImportFinding } from '../entry';

/** A credential of another vault, whatever it calls things. */
export interface ForeignCredential {
  readonly line: number;
  /** Its folder or group there. */
  readonly vault?: string | undefined;
  readonly name?: string | undefined;
  readonly username?: string | undefined;
  readonly credential?: string | undefined;
  readonly credentialType?: 'password' | 'ssh_key' | 'api_key' | 'other';
  /** What it has besides that has no place here, by the other system's own names. */
  readonly left?: readonly string[];
}

/** Where what lay in no folder comes to. */
const NO_FOLDER = 'Imported';
const LONGEST = 200;

const cleaned = (text = ''): string => text.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ').trim();

/** In characters, as names are counted everywhere: one of two code units is not cut in half. */
const isTooLong = (text: string): boolean => text.length > LONGEST && Array.from(text).length > LONGEST;

const visible = (text: string | undefined): string | undefined => {
  const whole = cleaned(text);
  const cut = isTooLong(whole) ? Array.from(whole).slice(0, LONGEST).join('').trim() : whole;
  return cut === '' ? undefined : cut;
};

/**
 * The vault it goes to and the identity it becomes; what has no place here is told, and one without a value is refused. Nothing
 * changes it on a host by itself: no connector is taken for granted.
 */
export const credentialEntry = (found: ForeignCredential): ImportEntry => {
  const { line, credential, credentialType = 'password', left = [] } = found;
  if (credential === undefined || credential === '') {
    return {
      line,
      refused: { code: 'NOT_A_CREDENTIAL', detail: 'The entry has no password, or is of a kind that has none.' },
    };
  }
  const vault = visible(found.vault) ?? NO_FOLDER;
  const name = visible(found.name) ?? visible(found.username) ?? 'unnamed';
  const warnings: ImportFinding[] = [];
  if (visible(found.username) === undefined) {
    warnings.push({ code: 'USERNAME_MISSING', detail: 'The entry has no user name; its own name was taken.' });
  }
  if ([found.vault, found.name, found.username].some((text) => isTooLong(cleaned(text)))) {
    const detail = `Its folder, name or user name is longer than ${LONGEST} characters; the rest of it was left out.`;
    warnings.push({ code: 'NAME_SHORTENED', detail });
  }
  if (left.length > 0) {
    warnings.push({ code: 'FIELDS_LEFT_OUT', detail: `Not imported, keep it elsewhere: ${left.join(', ')}.` });
  }
  const identity = {
    kind: 'identity',
    vault,
    name,
    username: visible(found.username) ?? name,
    credential,
    credentialType,
    ...(credentialType === 'password' || credentialType === 'ssh_key' ? { connector: null } : {}),
  };
  return { line, vault, thing: identity, warnings };
};
