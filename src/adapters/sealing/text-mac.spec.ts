import { createHmac, createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { textMac } from './text-mac';

const hmac = (key: Uint8Array, text: string): string => createHmac('sha256', key).update(text).digest('base64url');

describe('the code of a text', () => {
  // RFC 4231, test cases 1 and 2.
  it.each([
    [Buffer.alloc(20, 0x0b), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    [
      Buffer.from('Jefe'),
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
  ])('is that of the published vectors', (key, text, expected) => {
    expect(textMac(createSecretKey(key))(text)).toBe(Buffer.from(expected, 'hex').toString('base64url'));
  });

  it('is the HMAC-SHA-256 of any text, under any key that is no longer than a block, whatever was hashed before', () => {
    const texts = fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), texts, (key, several) => {
        const mac = textMac(createSecretKey(key));
        for (const text of several) expect(mac(text)).toBe(hmac(key, text));
      }),
    );
  });

  it.each([8191, 8192, 8193, 70_000])('is the same for a text of %i letters of three bytes', (letters) => {
    const [key, text] = [Buffer.alloc(32, 7), '€'.repeat(letters)];
    expect(textMac(createSecretKey(key))(text)).toBe(hmac(key, text));
  });
});
