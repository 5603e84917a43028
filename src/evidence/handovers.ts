import type { KeptCheckpoint } from '../kernel/evidence-store';
import type { EvidenceLogStatus, EvidenceParts } from './evidence-parts';
import { keepSigned } from './keep-signed';
import type { LedgerTree } from './ledger-tree';
import type { Signers } from './signers';

type Parts = Pick<EvidenceParts, 'kept' | 'clock' | 'tellHandover' | 'onError'>;

/**
 * The last tree of each former key: whoever trusts that one learns the next one from it. Its checkpoint is kept, and told in the log
 * at once, before the key may be gone: it can't be made again.
 */
export class Handovers {
  private readonly done = new Set<string>();

  constructor(private readonly parts: Parts) {}

  /** Up to a tree of so many facts. */
  async complete(standing: EvidenceLogStatus, tree: LedgerTree, upTo: number, keys: Signers): Promise<void> {
    const { log, handovers: told = [] } = standing;
    for (const size of keys.handovers(upTo + 1)) {
      const name = `${log}/${size}`;
      if (this.done.has(name)) continue;
      const checkpoint = await this.checkpointOf(log, tree, size, keys);
      if (checkpoint !== undefined && !told.includes(size)) await this.parts.tellHandover(checkpoint);
      this.done.add(name);
    }
  }

  private async checkpointOf(
    log: number,
    tree: LedgerTree,
    size: number,
    keys: Signers,
  ): Promise<KeptCheckpoint | undefined> {
    const last = await this.parts.kept.newest(log, size);
    if (last?.size === size) return last;
    if (keys.isHeld(size)) {
      return keepSigned(this.parts, log, { size, root: (await tree.root(size)).toString('base64') }, keys);
    }
    this.parts.onError(new Error(`the former key ${keys.at(size)} is not here to sign ${size} facts`));
    return undefined;
  }
}
