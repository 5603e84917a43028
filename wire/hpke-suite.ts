import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  KeyObject,
} from 'node:crypto';
import {
  Aes256Gcm,
  CipherSuite,
  DhkemX25519HkdfSha256,
  HkdfSha256,
  type AeadEncryptionContext,
  type SenderContextParams,
} from '@hpke/core';
import { rawKeyOf } from './raw-key';

type Bytes = ArrayBufferLike | ArrayBufferView;

/** RFC 9180 § 4.1: the suite id within the KEM. */
const KEM_SUITE_ID = Buffer.from('KEM\x00\x20', 'latin1');
const TAG_BYTES = 16;

const viewOf = (bytes: Bytes): Uint8Array =>
  ArrayBuffer.isView(bytes) ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : new Uint8Array(bytes);

const bufferOf = ({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer =>
  buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;

/** RFC 5869. An empty salt is one of zeros: HMAC pads a short key with them. */
class NodeHkdfSha256 extends HkdfSha256 {
  override async extract(salt: Bytes, ikm: Bytes): Promise<ArrayBuffer> {
    return bufferOf(createHmac('sha256', viewOf(salt)).update(viewOf(ikm)).digest());
  }

  override async extractAndExpand(salt: Bytes, ikm: Bytes, info: Bytes, length: number): Promise<ArrayBuffer> {
    return hkdfSync('sha256', viewOf(ikm), viewOf(salt), viewOf(info), length);
  }
}

const rawOf = (key: KeyObject): Buffer => Buffer.from(rawKeyOf(key), 'base64url');

class NodeDhkem extends DhkemX25519HkdfSha256 {
  constructor() {
    super();
    this._kdf = new NodeHkdfSha256();
    this._kdf.init(KEM_SUITE_ID);
  }

  /** RFC 9180 § 4.1, Encap. Of a sender nobody has to know: the mode is base. */
  override async encap({ recipientPublicKey }: SenderContextParams) {
    const recipient = KeyObject.from(recipientPublicKey);
    const ephemeral = generateKeyPairSync('x25519');
    // Throws where the result is all zeros (RFC 7748 § 6.1).
    const dh = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: recipient });
    const enc = rawOf(ephemeral.publicKey);
    const kemContext = Buffer.concat([enc, rawOf(recipient)]);
    const ikm = this._kdf.buildLabeledIkm(Buffer.from('eae_prk'), dh);
    const info = this._kdf.buildLabeledInfo(Buffer.from('shared_secret'), kemContext, this.secretSize);
    const sharedSecret = await this._kdf.extractAndExpand(new Uint8Array(), ikm, info, this.secretSize);
    return { enc: bufferOf(enc), sharedSecret };
  }
}

class NodeAes256Gcm extends Aes256Gcm {
  override createEncryptionContext(key: Bytes): AeadEncryptionContext {
    const secret = Buffer.from(viewOf(key));
    return {
      seal: async (iv, text, aad) => {
        const cipher = createCipheriv('aes-256-gcm', secret, viewOf(iv)).setAAD(viewOf(aad));
        return bufferOf(Buffer.concat([cipher.update(viewOf(text)), cipher.final(), cipher.getAuthTag()]));
      },
      open: async (iv, sealed, aad) => {
        const all = viewOf(sealed);
        const end = all.byteLength - TAG_BYTES;
        const decipher = createDecipheriv('aes-256-gcm', secret, viewOf(iv), { authTagLength: TAG_BYTES });
        decipher.setAAD(viewOf(aad)).setAuthTag(all.subarray(end));
        return bufferOf(Buffer.concat([decipher.update(all.subarray(0, end)), decipher.final()]));
      },
    };
  }
}

/**
 * RFC 9180: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The protocol is the library's; what it computes with is
 * Node's own and synchronous, as a thread hop for each step took more than half of a sealing.
 */
export const hpkeSuite = new CipherSuite({
  kem: new NodeDhkem(),
  kdf: new NodeHkdfSha256(),
  aead: new NodeAes256Gcm(),
});
