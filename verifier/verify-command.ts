import { parseArgs } from 'node:util';
import { parseVkey } from '../wire/tlog/note-key';
import { UnreadableBundle } from './read-bundle';
import { report } from './report';
import { verifyBundle } from './verify-bundle';

export const VERIFY_USAGE = 'BUNDLE --key VKEY… [--checkpoint FILE…] [--receipt FILE…] [--json]';

/** Verifies a bundle and tells what was found. Exit code: 0 nothing, 1 findings, 2 it could not be read or was called wrongly. */
export const verifyCommand = (args: readonly string[]): number => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        checkpoint: { type: 'string', multiple: true },
        receipt: { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
    });
    const [path, ...others] = positionals;
    const keys = (values.key ?? []).map((vkey) => parseVkey(vkey.trim()));
    if (path === undefined || others.length > 0 || keys.length === 0) {
      throw new UnreadableBundle(`Usage: verify ${VERIFY_USAGE}`);
    }
    const known = keys.filter((key) => key !== undefined);
    if (known.length < keys.length) {
      throw new UnreadableBundle('A --key is no verifier key: name+id+key, as you were handed it.');
    }
    const held = { checkpoints: values.checkpoint ?? [], receipts: values.receipt ?? [] };
    const verified = verifyBundle(path, known, held);
    console.log(values.json === true ? JSON.stringify(verified) : report(verified));
    return verified.findings.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(`It could not be verified: ${(error as Error).message}`);
    return 2;
  }
};
