import { existsSync, readFileSync } from 'node:fs';
import type { Config, EvidenceKeySource } from '../../config/config';
import { openEvidenceKey, evidenceKeyText, nextKeyFile, type OwnSeeds } from '../evidence/open-evidence-key';
import { readMark, writeMark } from '../evidence/mark-file';
import { writeNewFile } from '../write-new-file';
import { NotCopied } from './not-copied';

/** What signs checkpoints of a log, and how far it has signed: both go along, or its evidence would end with the move. */
export interface EvidenceFiles {
  /** Puts what lies in files in its place. */
  bring(): void;
}

const pathOf = (source: EvidenceKeySource): string => (source.from === 'own-key' ? 'a file' : source.path);

/** Throws {@link NotCopied} where the new place would sign with another key. `ownKeys`: the server's own of that name. */
export const evidenceFiles = (from: Config, to: Config, ownKeys: OwnSeeds, logId: string): EvidenceFiles => {
  const [here, there] = [from.evidenceKey, to.evidenceKey];
  const isMissing = there.from !== 'own-key' && !existsSync(there.path);
  const isMade = isMissing && there.from === 'data-folder';
  const key = openEvidenceKey(here, ownKeys, logId);
  const isSame = !isMissing && openEvidenceKey(there, ownKeys, logId).vkey(key.origin) === key.vkey(key.origin);
  if (!isMade && !isSame) {
    throw new NotCopied(
      here.from === 'own-key'
        ? `The key that signs checkpoints is one of the server's own, and ${pathOf(there)} holds another one or is not there; take KEYLEDGER_EVIDENCE_KEY_FILE out. Nothing was copied.`
        : `The key that signs checkpoints is ${pathOf(here)}, and the new place would sign with another one; bring a copy of it there, and have KEYLEDGER_EVIDENCE_KEY_FILE name that. Nothing was copied.`,
    );
  }
  return {
    bring: () => {
      if (isMade) writeNewFile(there.path, evidenceKeyText(here, ownKeys));
      if (here.from !== 'own-key' && isMade && existsSync(nextKeyFile(here.path))) {
        writeNewFile(nextKeyFile(there.path), readFileSync(nextKeyFile(here.path), 'utf8'));
      }
      const mark = readMark(here.mark);
      if (mark !== undefined && here.mark !== there.mark) writeMark(there.mark, mark);
    },
  };
};
