import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  type CipherGCMTypes,
  type KeyObject,
} from 'node:crypto';

/** RFC 9180 base mode by node:crypto alone, X25519 and HKDF-SHA256: what the library is held against. One message a context. */
export interface Oracle {
  seal(parts: { ephemeral: Buffer; recipient: Buffer; info: Buffer; aad: Buffer; text: Buffer }): {
    enc: Buffer;
    ciphertext: Buffer;
  };
  open(parts: { enc: Buffer; recipient: Buffer; info: Buffer; aad: Buffer; ciphertext: Buffer }): Buffer;
}

const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI = Buffer.from('302a300506032b656e032100', 'hex');
const TAG = 16;

const secretKey = (raw: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([PKCS8, raw]), format: 'der', type: 'pkcs8' });
const publicKey = (raw: Buffer): KeyObject =>
  createPublicKey({ key: Buffer.concat([SPKI, raw]), format: 'der', type: 'spki' });
const rawPublic = (key: KeyObject): Buffer =>
  createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);

const number = (value: number, bytes: number): Buffer => {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, 0, bytes);
  return out;
};
const hmac = (key: Buffer, data: Buffer): Buffer => createHmac('sha256', key).update(data).digest();

/** RFC 9180 § 4: LabeledExtract and LabeledExpand. */
const labeled = (suite: Buffer) => {
  const all = (label: string, data: Buffer): Buffer =>
    Buffer.concat([Buffer.from('HPKE-v1'), suite, Buffer.from(label), data]);
  return {
    extract: (salt: Buffer, label: string, data: Buffer): Buffer => hmac(salt, all(label, data)),
    // No more than one block of SHA-256 is ever asked for.
    expand: (key: Buffer, label: string, data: Buffer, length: number): Buffer =>
      hmac(key, Buffer.concat([number(length, 2), all(label, data), Buffer.of(1)])).subarray(0, length),
  };
};

/** `aeadId` and key length: 1 and 16 for AES-128-GCM, 2 and 32 for AES-256-GCM (§ 7.3). */
export const hpkeOracle = (aeadId: number, keyBytes: number): Oracle => {
  const cipher = `aes-${keyBytes * 8}-gcm` as CipherGCMTypes;
  const kem = labeled(Buffer.concat([Buffer.from('KEM'), number(0x20, 2)]));
  const kdf = labeled(Buffer.concat([Buffer.from('HPKE'), number(0x20, 2), number(1, 2), number(aeadId, 2)]));
  const none = Buffer.alloc(0);

  const keySchedule = (dh: Buffer, enc: Buffer, recipient: Buffer, info: Buffer): { key: Buffer; nonce: Buffer } => {
    const shared = kem.expand(kem.extract(none, 'eae_prk', dh), 'shared_secret', Buffer.concat([enc, recipient]), 32);
    const [id, hash] = [kdf.extract(none, 'psk_id_hash', none), kdf.extract(none, 'info_hash', info)];
    const context = Buffer.concat([Buffer.of(0), id, hash]);
    const secret = kdf.extract(shared, 'secret', none);
    return { key: kdf.expand(secret, 'key', context, keyBytes), nonce: kdf.expand(secret, 'base_nonce', context, 12) };
  };

  return {
    seal: ({ ephemeral, recipient, info, aad, text }) => {
      const own = secretKey(ephemeral);
      const enc = rawPublic(own);
      const dh = diffieHellman({ privateKey: own, publicKey: publicKey(recipient) });
      const { key, nonce } = keySchedule(dh, enc, recipient, info);
      const box = createCipheriv(cipher, key, nonce).setAAD(aad);
      return { enc, ciphertext: Buffer.concat([box.update(text), box.final(), box.getAuthTag()]) };
    },
    open: ({ enc, recipient, info, aad, ciphertext }) => {
      const own = secretKey(recipient);
      const dh = diffieHellman({ privateKey: own, publicKey: publicKey(enc) });
      const { key, nonce } = keySchedule(dh, enc, rawPublic(own), info);
      const box = createDecipheriv(cipher, key, nonce).setAAD(aad).setAuthTag(ciphertext.subarray(-TAG));
      return Buffer.concat([box.update(ciphertext.subarray(0, -TAG)), box.final()]);
    },
  };
};
