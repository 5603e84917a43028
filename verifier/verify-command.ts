import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { certificatesIn } from '../wire/timestamp/certificate-chain';
import { parsePolicy } from '../wire/tlog/policy';
import { parseVkey } from '../wire/tlog/note-key';
import { UnreadableBundle } from './read-bundle';
import { report } from './report';
import { factsOfBundle } from './facts-of-bundle';
import { RemadeReports } from './remade-reports';
import { reperform } from './reperform';
import { verifyBundle, type Verification } from './verify-bundle';

export const VERIFY_USAGE =
  'BUNDLE --key VKEY… [--policy FILE] [--tsa-ca FILE] [--checkpoint FILE…] [--receipt FILE…] [--json]';

/** In the wire names of facts that tell of damage. */
const TELLING_OF_DAMAGE = 'keyledger.stream-damage-';

/** What was verified, with every disclosure judged and every report made again where all facts from the first one on are there. */
const reperformed = async (path: string, verified: Verification): Promise<Verification> => {
  if (!verified.whole || verified.log !== 1) return verified;
  const reports = new RemadeReports();
  const facts = async function* () {
    for (const { fact, leaf } of factsOfBundle(path)) {
      await reports.take(fact, leaf);
      yield { fact, leaf };
    }
  };
  const damages = [...factsOfBundle(path, TELLING_OF_DAMAGE)].map(({ fact }) => fact);
  const { disclosures, findings, notes } = await reperform(facts(), damages);
  const compared = await reports.compare(path);
  return {
    ...verified,
    findings: [...verified.findings, ...findings.all, ...compared.findings.all],
    counts: { ...verified.counts, ...findings.byRule, ...compared.findings.byRule },
    notes: [
      ...verified.notes,
      `${disclosures} disclosures were judged again on what lay before them`,
      ...notes,
      ...compared.notes,
    ],
  };
};

/** Verifies a bundle and tells what was found. Exit code: 0 nothing, 1 findings, 2 it could not be read or was called wrongly. */
export const verifyCommand = async (args: readonly string[]): Promise<number> => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        checkpoint: { type: 'string', multiple: true },
        receipt: { type: 'string', multiple: true },
        policy: { type: 'string' },
        'tsa-ca': { type: 'string' },
        json: { type: 'boolean' },
      },
    });
    const [path, ...others] = positionals;
    const keys = (values.key ?? []).map((vkey) => parseVkey(vkey.trim()));
    const policy = values.policy === undefined ? undefined : parsePolicy(readFileSync(values.policy));
    const isKeyless = keys.length === 0 && (policy?.logs ?? []).length === 0;
    if (path === undefined || others.length > 0 || isKeyless) {
      throw new UnreadableBundle(`Usage: verify ${VERIFY_USAGE}`);
    }
    const known = keys.filter((key) => key !== undefined);
    if (known.length < keys.length) {
      throw new UnreadableBundle('A --key is no verifier key: name+id+key, as you were handed it.');
    }
    const held = {
      checkpoints: values.checkpoint ?? [],
      receipts: values.receipt ?? [],
      ...(policy === undefined ? {} : { policy }),
      ...(values['tsa-ca'] === undefined
        ? {}
        : { authorities: certificatesIn(readFileSync(values['tsa-ca'], 'utf8')) }),
    };
    const verified = await reperformed(path, verifyBundle(path, known, held));
    console.log(values.json === true ? JSON.stringify(verified) : report(verified));
    return verified.findings.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(`It could not be verified: ${(error as Error).message}`);
    return 2;
  }
};
