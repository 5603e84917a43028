import { Inject, Injectable } from '@nestjs/common';
import { requireScimConnection } from '../../access/scim-connection';
import type { Context } from '../../kernel/context';
import type { Condition, ReadModel } from '../../kernel/read-model';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { StreamReader } from '../../kernel/stream-reader';
import { PlacesOfPages } from './places-of-pages';
import type { ScimPage, ScimPageRequest } from './scim-page';

/** Documents read at once. */
const PAGE = 500;
/** Looked at for one filter that no index answers. */
const MOST_LOOKED_AT = 20_000;

interface Owned {
  readonly id: string;
  readonly connectionId?: string;
}

/** What a filter asks for: conditions that an index answers, and what is left to look at in each document. */
export interface ScimSelection<D> {
  readonly where: readonly Condition[];
  readonly matches?: (document: D) => boolean | Promise<boolean>;
}

const tooMany = (): RefusedError =>
  new RefusedError(
    refuse('VALIDATION_FAILED', `More than ${MOST_LOOKED_AT} would have to be looked at: narrow the filter by eq.`, {
      scimType: 'tooMany',
    }),
  );

/** What a SCIM connection may see of a read model of the directory: its own, and nothing else. */
@Injectable()
export class OwnRecords {
  constructor(
    @Inject(StreamReader) private readonly reader: StreamReader,
    @Inject(PlacesOfPages) private readonly places: PlacesOfPages,
  ) {}

  /** The connection that asks. Errors: {@link RefusedError}, where it is not there any more. */
  async asking(context: Context): Promise<string> {
    const refusal = await requireScimConnection(context.proven?.() ?? (await this.reader.fresh()), context);
    if (refusal !== undefined) throw new RefusedError(refusal);
    return context.actor.name ?? '';
  }

  async one<D extends Owned>(context: Context, model: ReadModel<D>, id: string): Promise<D | undefined> {
    const connectionId = await this.asking(context);
    const found = await model.get(id);
    return found?.connectionId === connectionId ? found : undefined;
  }

  /** In the order they were made. */
  async page<D extends Owned>(
    connectionId: string,
    model: ReadModel<D>,
    { where: narrowed, matches }: ScimSelection<D>,
    page: ScimPageRequest,
  ): Promise<ScimPage<D>> {
    const where = [{ field: 'connectionId', is: connectionId }, ...narrowed];
    return matches === undefined ? this.counted(model, where, page) : this.lookedAt(model, where, matches, page);
  }

  private async counted<D extends Owned>(
    model: ReadModel<D>,
    where: readonly Condition[],
    { startIndex, count }: ScimPageRequest,
  ): Promise<ScimPage<D>> {
    const total = await model.count(where);
    if (count === 0 || startIndex > total) return { items: [], total };
    const list = JSON.stringify(where);
    const after = startIndex === 1 ? undefined : await this.before(model, where, startIndex);
    const items = await this.some(model, where, after, count);
    const last = items.at(-1);
    if (last !== undefined) this.places.remember(list, startIndex + items.length, last.id);
    return { items, total };
  }

  private async before<D extends Owned>(
    model: ReadModel<D>,
    where: readonly Condition[],
    startIndex: number,
  ): Promise<string | undefined> {
    const known = this.places.before(JSON.stringify(where), startIndex);
    if (known !== undefined) return known;
    let after: string | undefined;
    for (let left = startIndex - 1; left > 0;) {
      const passed = await this.some(model, where, after, Math.min(left, PAGE));
      const last = passed.at(-1);
      if (last === undefined) return after;
      after = last.id;
      left -= passed.length;
    }
    return after;
  }

  private async lookedAt<D extends Owned>(
    model: ReadModel<D>,
    where: readonly Condition[],
    matches: NonNullable<ScimSelection<D>['matches']>,
    { startIndex, count }: ScimPageRequest,
  ): Promise<ScimPage<D>> {
    const items: D[] = [];
    let [total, looked] = [0, 0];
    for (let after: string | undefined; ;) {
      const documents = await this.some(model, where, after, PAGE);
      looked += documents.length;
      if (looked > MOST_LOOKED_AT) throw tooMany();
      for (const document of documents) {
        if (!(await matches(document))) continue;
        total += 1;
        if (total >= startIndex && items.length < count) items.push(document);
      }
      after = documents.at(-1)?.id;
      if (documents.length < PAGE) return { items, total };
    }
  }

  private some<D>(model: ReadModel<D>, where: readonly Condition[], after: string | undefined, limit: number) {
    return model.find({ where, ...(after === undefined ? {} : { after: { value: after, id: after } }), limit });
  }
}
