import { createHash } from 'node:crypto';
import type { Attestation } from '../../kernel/evidence-store';

/** The document of an attestation, whatever the length of who made it. */
export const attestationId = ({ log, size, by }: Pick<Attestation, 'log' | 'size' | 'by'>): string =>
  `${log}/${size}/${createHash('sha256').update(by).digest('hex').slice(0, 32)}`;
