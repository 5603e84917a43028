/** `clear`, `md5`: it asks for the password itself, or for its MD5. `weak`: for a proof from which the password can be guessed. */
export type UnsafeMethod = 'clear' | 'md5' | 'weak';

/** RFC 7677 § 4. */
export const FEWEST_ITERATIONS = 4096;

const WORDS: Readonly<Record<UnsafeMethod, string>> = {
  clear: 'the server asks for the password itself instead of a SCRAM proof',
  md5: 'the server asks for the MD5 of the password instead of a SCRAM proof',
  weak: `the server asks for a SCRAM proof of fewer than ${FEWEST_ITERATIONS} iterations`,
};

/** The server asked for the password in a way by which whatever listens there would get to know it. It got nothing. */
export class UnsafeLogin extends Error {
  constructor(readonly way: UnsafeMethod) {
    super(WORDS[way]);
    this.name = 'UnsafeLogin';
  }
}
