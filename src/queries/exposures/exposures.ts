import { Inject, Injectable } from '@nestjs/common';
import type { ExposureDocument } from '../../../projections/exposures/document';
import type { IdentityDocument } from '../../../projections/identities/document';
import { EVERYWHERE } from '../../access/permissions';
import type { Condition } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';

/** Organizations, or all of them. */
export type ExposurePlaces = typeof EVERYWHERE | readonly string[];

/** An identity of which somebody was shown values. */
export interface Exposure {
  readonly document: ExposureDocument;
  readonly identity: IdentityDocument;
}

const PAGE = 200;

/** What was shown to a user or a host, joined with what is known of each identity now. */
@Injectable()
export class Exposures {
  constructor(@Inject(ReadModels) private readonly models: ReadModels) {}

  /** Page by page, by document id; from a document on, itself included. What was destroyed is nobody's any more. */
  async *of(subject: string, places: ExposurePlaces, from?: string): AsyncIterable<readonly Exposure[]> {
    const where: Condition[] = [{ field: 'subject', is: subject }];
    if (places !== EVERYWHERE) where.push({ field: 'organizationId', in: places });
    const first: readonly Condition[] = from === undefined ? where : [...where, { field: 'id', atLeast: from }];
    for (let last: ExposureDocument | undefined; ;) {
      const page: readonly ExposureDocument[] = await this.models.readModel<ExposureDocument>('exposures').find({
        where: last === undefined ? first : where,
        limit: PAGE,
        ...(last === undefined ? {} : { after: { value: last.id, id: last.id } }),
      });
      const identities = await this.identities(page.map(({ identityId }) => identityId));
      yield page.flatMap((document) => {
        const identity = identities.get(document.identityId);
        return identity === undefined ? [] : [{ document, identity }];
      });
      last = page.at(-1);
      if (page.length < PAGE) return;
    }
  }

  async identities(ids: readonly string[]): Promise<ReadonlyMap<string, IdentityDocument>> {
    if (ids.length === 0) return new Map();
    const model = this.models.readModel<IdentityDocument>('identities');
    const found = await model.find({ where: [{ field: 'id', in: [...new Set(ids)] }], limit: ids.length });
    return new Map(found.map((identity) => [identity.id, identity]));
  }
}
