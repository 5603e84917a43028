import { Inject, Injectable } from '@nestjs/common';
import type { AuditDocument } from '../../../projections/audit-trail/document';
import type { NameDocument } from '../../../projections/names/document';
import { nameIdAt, thingOf } from '../../kernel/named-thing';
import type { ReadModel } from '../../kernel/read-model';
import { ReadModels } from '../../kernel/read-models';

/** How what an entry names was called when it happened. */
export interface EntryNames {
  readonly organizationName?: string;
  readonly identityGroupName?: string;
  readonly identityName?: string;
  readonly hostName?: string;
  /** Of the IDP user or IDP group that the fact names. */
  readonly principalName?: string;
  /** Of the user that the fact names; where it names none, of who acted. */
  readonly userEmail?: string;
}

type Wanted = readonly (readonly [keyof EntryNames, string])[];

/** More names than this are not read in one go; one by one then. */
const MOST_AT_ONCE = 2000;

const wantedOf = (document: AuditDocument): Wanted => {
  const { organizationId, identityGroupId, identityId, hostId, metadata } = document;
  const data = document.data as Readonly<Record<string, unknown>>;
  const principal = data['principalId'] === undefined ? (data['idpUserId'] ?? data['idpGroupId']) : data['principalId'];
  const isGroup = data['principalType'] === 'group' || (data['principalId'] ?? data['idpUserId']) === undefined;
  const wanted: readonly (readonly [keyof EntryNames, Parameters<typeof thingOf>[0], unknown])[] = [
    ['organizationName', 'organization', organizationId],
    ['identityGroupName', 'vault', identityGroupId],
    ['identityName', 'identity', identityId],
    ['hostName', 'host', hostId],
    ['principalName', isGroup ? 'idp-group' : 'idp-user', principal],
    ['userEmail', 'user', data['userId'] ?? metadata.actor.userId],
  ];
  const found: (readonly [keyof EntryNames, string])[] = [];
  for (const [field, kind, id] of wanted) if (typeof id === 'string') found.push([field, thingOf(kind, id)]);
  return found;
};

const nameIn = async (model: ReadModel<NameDocument>, thing: string, position: string): Promise<string | undefined> => {
  const [newest] = await model.find({
    where: [
      { field: 'thing', is: thing },
      { field: 'id', atMost: nameIdAt(thing, position) },
    ],
    order: { by: 'id', descending: true },
    limit: 1,
  });
  return newest?.name;
};

/** Finds for entries of the audit the names that were valid when they happened. */
@Injectable()
export class NamesOfEntries {
  constructor(@Inject(ReadModels) private readonly models: ReadModels) {}

  /** In the order of the documents. */
  async of(documents: readonly AuditDocument[]): Promise<readonly EntryNames[]> {
    const wanted = documents.map(wantedOf);
    const nameAt = await this.finder([...new Set(wanted.flat().map(([, thing]) => thing))]);
    const named: EntryNames[] = [];
    for (const [n, each] of wanted.entries()) {
      const found: Record<string, string> = {};
      for (const [field, thing] of each) {
        const asked = nameAt(thing, documents[n]?.id ?? '');
        // As a rule it is known by now, and waiting for what is known costs as much as finding it.
        const name = typeof asked === 'object' ? await asked : asked;
        if (name !== undefined) found[field] = name;
      }
      named.push(found);
    }
    return named;
  }

  /** What a thing was called at a position. All names are read in one go, unless somebody was renamed very often. */
  private async finder(
    things: readonly string[],
  ): Promise<(thing: string, position: string) => string | undefined | Promise<string | undefined>> {
    if (things.length === 0) return () => undefined;
    const model = this.models.readModel<NameDocument>('names');
    const found = await model.find({
      where: [{ field: 'thing', in: things }],
      order: { by: 'id', descending: true },
      limit: MOST_AT_ONCE,
    });
    if (found.length === MOST_AT_ONCE) return (thing, position) => nameIn(model, thing, position);
    const names = new Map<string, NameDocument[]>();
    for (const name of found) names.set(name.thing, [...(names.get(name.thing) ?? []), name]);
    return (thing, position) => names.get(thing)?.find(({ id }) => id <= nameIdAt(thing, position))?.name;
  }
}
