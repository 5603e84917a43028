import { sign, verify } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { localIssuerKey } from './local-issuer-key';

const key = localIssuerKey(Buffer.alloc(32, 7));

test('signs what its public key verifies', () => {
  const data = Buffer.from('header.payload');
  const signature = sign('sha256', data, { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  expect(signature).toHaveLength(64);
  expect(verify('sha256', data, { key: key.publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true);
  expect(verify('sha256', Buffer.from('other'), { key: key.publicKey, dsaEncoding: 'ieee-p1363' }, signature)).toBe(
    false,
  );
});

test('is the same for the same root key, for ever, and another for another', () => {
  const again = localIssuerKey(Buffer.alloc(32, 7));
  expect(again.privateKey.export({ format: 'jwk' })).toEqual(key.privateKey.export({ format: 'jwk' }));
  expect(key.kid).toMatchInlineSnapshot(`"cChyP9Q9X3HG3d6SwgoPygB7_YFH2c26flTUGDy_r7U"`);
  expect(localIssuerKey(Buffer.alloc(32, 8)).kid).not.toBe(key.kid);
});

test('is named by its thumbprint', async () => {
  expect(key.kid).toBe(await calculateJwkThumbprint(key.publicKey.export({ format: 'jwk' })));
});
