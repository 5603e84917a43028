import { generateKeyPairSync } from 'node:crypto';
import { VerificationKeys } from './verification-keys';

test('keys of agents’ signatures are bounded: those unused longest are made anew', () => {
  const keys = new VerificationKeys();
  const { publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  const signed = { signature: 'x', method: 'GET', path: '/', timestamp: '0', sequence: '1', body: '' } as never;
  // Any 32 bytes make a key; whether it is a point of the curve shows when it verifies.
  for (let n = 0; n < 5_010; n += 1) {
    raw.writeUInt32BE(n, 0);
    keys.hasSigned(signed, raw.toString('base64url'));
  }
  const { made } = keys as unknown as { made: { size: number } };
  expect(made.size).toBe(5_000);
});
