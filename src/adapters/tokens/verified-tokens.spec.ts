import { verifiedTokens } from './verified-tokens';

const START = Date.parse('2026-01-01T00:00:00Z');
const MINUTE = 60_000;
let now = START;
const rememberUntil = (expiresAt: number) => {
  now = START;
  const tokens = verifiedTokens({ now: () => now });
  tokens.remember('token', { issuer: 'i', subject: 'ann', expiresAt } as Parameters<typeof tokens.remember>[1]);
  return (at: number) => {
    now = at;
    return tokens.remembered('token') !== undefined;
  };
};

test.each([
  ['for a minute', START + 60 * MINUTE, START + MINUTE - 1, true],
  ['no longer', START + 60 * MINUTE, START + MINUTE, false],
  ['not beyond its own end', START + 1000, START + 1000, false],
  ['not when the clock was set back', START + 60 * MINUTE, START - 1, false],
])('a token that verified is remembered %s', (_, expiresAt, at, known) => {
  expect(rememberUntil(expiresAt)(at)).toBe(known);
});
