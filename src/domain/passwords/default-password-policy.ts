import type { PasswordPolicy } from './password-policy';

/**
 * Twenty-four characters, about 144 bits. The symbols are those RFC 3986 § 2.3 leaves unreserved: they need no quoting in
 * URLs, shells and configuration files.
 */
export const DEFAULT_PASSWORD_POLICY: PasswordPolicy = {
  length: 24,
  classes: [
    { chars: 'abcdefghijklmnopqrstuvwxyz', min: 1 },
    { chars: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ', min: 1 },
    { chars: '0123456789', min: 1 },
    { chars: '-_.~', min: 1 },
  ],
  edgeAlphanumeric: true,
};
