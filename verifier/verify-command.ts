import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { certificatesIn } from '../wire/timestamp/certificate-chain';
import { parsePolicy } from '../wire/tlog/policy';
import { parseVkey } from '../wire/tlog/note-key';
import { UnreadableBundle } from './read-bundle';
import { report } from './report';
import { Progress } from './progress';
import { readReport } from './read-report';
import { reperformed } from './reperformed';
import { verifyBundle } from './verify-bundle';

export const VERIFY_USAGE =
  'BUNDLE --key VKEY… [--policy FILE] [--tsa-ca FILE] [--checkpoint FILE…] [--receipt FILE…] [--report FILE…] [--json]';

export const VERIFY_EXITS = 'Exit codes: 0 nothing found, 1 findings, 2 it could not be read.';

/** Verifies a bundle and tells what was found. Exit code: 0 nothing, 1 findings, 2 it could not be read or was called wrongly. */
export const verifyCommand = async (args: readonly string[]): Promise<number> => {
  const progress = new Progress(process.stderr);
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        checkpoint: { type: 'string', multiple: true },
        receipt: { type: 'string', multiple: true },
        report: { type: 'string', multiple: true },
        policy: { type: 'string' },
        'tsa-ca': { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    if (values.help === true) {
      console.log(`Usage: verify ${VERIFY_USAGE}\n${VERIFY_EXITS}`);
      return 0;
    }
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
    const reports = (values.report ?? []).map(readReport);
    const held = {
      reports,
      onFact: (leaf: number) => progress.tell('Facts checked', leaf + 1),
      checkpoints: values.checkpoint ?? [],
      receipts: values.receipt ?? [],
      ...(policy === undefined ? {} : { policy }),
      ...(values['tsa-ca'] === undefined
        ? {}
        : { authorities: certificatesIn(readFileSync(values['tsa-ca'], 'utf8')) }),
    };
    const bundle = verifyBundle(path, known, held);
    const verified = await reperformed(path, bundle, reports, (leaf) =>
      progress.tell('Facts judged again', leaf + 1, bundle.size),
    );
    progress.end();
    console.log(values.json === true ? JSON.stringify(verified) : report(verified, Date.now()));
    return verified.findings.length === 0 ? 0 : 1;
  } catch (error) {
    progress.end();
    console.error(`It could not be verified: ${(error as Error).message}`);
    return 2;
  }
};
