import { Inject, Injectable } from '@nestjs/common';
import type { LedgerDocument } from '../../../projections/ledger/document';
import { nodeOfId } from '../../kernel/ledger-node';
import { ReadModels } from '../../kernel/read-models';

/** Where a fact stands in the tree over the log. */
export interface EntryLeaf {
  /** Which log of evidence, from 1 on. */
  readonly log: number;
  readonly index: number;
  /** Base64. */
  readonly hash: string;
}

/** The leaves of facts, by the facts' ids; a fact that the tree has not come to yet has none. */
@Injectable()
export class EntryLeaves {
  constructor(@Inject(ReadModels) private readonly models: ReadModels) {}

  async of(eventIds: readonly string[]): Promise<ReadonlyMap<string, EntryLeaf>> {
    const where = [{ field: 'eventId', in: eventIds }];
    const found = await this.models.readModel<LedgerDocument>('ledger').find({ where, limit: eventIds.length });
    return new Map(
      found.map(({ id, hash, eventId = '' }) => {
        const { log, index } = nodeOfId(id);
        return [eventId, { log, index, hash }];
      }),
    );
  }
}
