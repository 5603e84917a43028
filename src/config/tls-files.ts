import { createPrivateKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { BadConfiguration } from './bad-configuration';
import type { ListenConfig } from './config';
import { readNamedFile } from './read-named-file';
import type { Variables } from './variables';

/**
 * The server's certificate is the first one of the file. OpenSSL keeps a pair for each kind of key, so that a certificate
 * and a key of two kinds never meet, and no handshake ever succeeds: hence the question of its own.
 */
const isPair = (cert: Buffer, key: Buffer): boolean => {
  try {
    createSecureContext({ cert, key });
    return new X509Certificate(cert).checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
};

/** Certificate and key, read and proven to fit each other, so that a mistake shows at start and not at the first handshake. */
export const tlsFiles = ({
  KEYLEDGER_TLS_CERT: certPath,
  KEYLEDGER_TLS_KEY: keyPath,
}: Variables): ListenConfig['tls'] => {
  if (certPath === undefined && keyPath === undefined) return undefined;
  if (certPath === undefined) {
    throw new BadConfiguration('KEYLEDGER_TLS_KEY is set without KEYLEDGER_TLS_CERT; set both, or neither.');
  }
  if (keyPath === undefined) {
    throw new BadConfiguration('KEYLEDGER_TLS_CERT is set without KEYLEDGER_TLS_KEY; set both, or neither.');
  }
  const cert = readNamedFile('KEYLEDGER_TLS_CERT', certPath);
  const key = readNamedFile('KEYLEDGER_TLS_KEY', keyPath);
  if (!isPair(cert, key)) {
    throw new BadConfiguration(
      'KEYLEDGER_TLS_CERT and KEYLEDGER_TLS_KEY do not make a pair; give a PEM file that begins with the server certificate, and its unencrypted PEM key.',
    );
  }
  return { cert, key };
};
