import { X509Certificate } from 'node:crypto';
import type { ListenConfig } from './config';

/** A certificate out of its time is a matter of hours or of clocks, and the vault may be needed for the way out: it serves on. */
export const tlsWarnings = (tls: ListenConfig['tls']): readonly string[] => {
  if (tls === undefined) return [];
  const certificate = new X509Certificate(tls.cert);
  const [from, to] = [certificate.validFrom, certificate.validTo].map((text) => new Date(text));
  const now = new Date();
  if (to !== undefined && to < now) {
    return [`The certificate in KEYLEDGER_TLS_CERT expired at ${to.toISOString()}: clients will refuse it; renew it.`];
  }
  if (from !== undefined && from > now) {
    return [
      `The certificate in KEYLEDGER_TLS_CERT is not valid before ${from.toISOString()}; look at this machine's clock.`,
    ];
  }
  return [];
};
