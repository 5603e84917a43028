import { VERIFY_EXITS, VERIFY_USAGE, verifyCommand } from '../verifier/verify-command';
import type { CliCommand } from './command';

export const verify: CliCommand = {
  name: 'verify',
  usage: VERIFY_USAGE,
  summary: 'Verify a bundle of evidence offline: signatures, tree, order, and what else you hold of the log.',
  details: [
    'The key is the one you were handed when you were engaged, not one that the server tells.',
    '--policy names the file that says which witnesses must have cosigned (C2SP tlog-policy); its log lines count as --key.',
    '--report names a report that was handed over alone, as JSON or CSV: it is made again from the facts and compared.',
    VERIFY_EXITS,
  ],
  run: async (args) => verifyCommand(args),
};
