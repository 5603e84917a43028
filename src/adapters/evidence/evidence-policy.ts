import { readFileSync } from 'node:fs';
import { parseVkey } from '../../../wire/tlog/note-key';
import { parsePolicy, type WitnessPolicy, type PolicyWitness } from '../../../wire/tlog/policy';
import type { EvidenceOutsiders } from '../../kernel/evidence-outsiders';
import { StoreDamaged } from '../../kernel/store-errors';
import { httpWitness } from './http-witness';

const MOST_ASKED = 16;

const read = (path: string): WitnessPolicy => {
  try {
    return parsePolicy(readFileSync(path));
  } catch (error) {
    throw new StoreDamaged(
      `KEYLEDGER_EVIDENCE_POLICY_FILE: ${path} is no policy of witnesses (${(error as Error).message}).`,
    );
  }
};

const hasUrl = (witness: PolicyWitness): witness is PolicyWitness & { readonly url: string } =>
  witness.url !== undefined;

const assertUrl = (path: string, { name, url }: PolicyWitness & { readonly url: string }): void => {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed !== undefined && ['http:', 'https:'].includes(parsed.protocol) && parsed.search === '') return;
  throw new StoreDamaged(
    `KEYLEDGER_EVIDENCE_POLICY_FILE: in ${path} the witness ${name} needs a URL such as https://witness.example.`,
  );
};

/** The witnesses of a policy file that are asked to cosign, and when they are enough. Throws {@link StoreDamaged}. */
export const evidenceOutsiders = (policyFile: string | undefined): EvidenceOutsiders => {
  if (policyFile === undefined) return { witnesses: [] };
  const policy = read(policyFile);
  const asked = policy.witnesses.filter(hasUrl);
  asked.forEach((witness) => assertUrl(policyFile, witness));
  if (asked.length > MOST_ASKED) {
    throw new StoreDamaged(`KEYLEDGER_EVIDENCE_POLICY_FILE: ${policyFile} asks more than ${MOST_ASKED} witnesses.`);
  }
  return {
    witnesses: asked.map((witness) => httpWitness(witness)),
    isQuorum: (vkeys) => policy.isReached(vkeys.flatMap((vkey) => parseVkey(vkey) ?? [])),
  };
};
