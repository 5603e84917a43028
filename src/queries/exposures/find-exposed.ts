import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { hostPlace } from '../../access/host-place';
import { organizationsWith } from '../../access/permissions';
import { subjectNameOf, type ExposureSubject } from '../../kernel/exposure-subject';
import type { Context } from '../../kernel/context';
import { QueryAuthorization, type QueryContext } from '../authorization/query-authorization';
import { exposedValues } from './exposed-values';
import { Exposures, type ExposurePlaces } from './exposures';

/** An identity whose value is in force and was shown, and every version that was. */
export interface ExposedIdentityView {
  readonly identityId: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
  readonly versions: readonly number[];
}

/** So many identities are changed in one campaign: they must stand in a few facts. Who was shown more asks again. */
const MOST = 4000;
/** Of versions that were shown; the newest of them: an older one is in force only where a host was away for very long. */
const MOST_VERSIONS = 50;

/** What there is to change because a user or a host was shown it, where the caller holds `pam_vaults.manage`. Refuses nothing: the command does. */
export class FindExposed extends Query<readonly ExposedIdentityView[]> {
  constructor(
    readonly context: Context,
    readonly subject: ExposureSubject,
  ) {
    super();
  }
}

@QueryHandler(FindExposed)
export class FindExposedHandler implements IQueryHandler<FindExposed> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(Exposures) private readonly exposures: Exposures,
  ) {}

  async execute({ context, subject }: FindExposed): Promise<readonly ExposedIdentityView[]> {
    const places = await this.places(await this.asking.caller(context), subject);
    const found: ExposedIdentityView[] = [];
    for await (const page of this.exposures.of(subjectNameOf(subject), places)) {
      for (const { document, identity } of page) {
        const values = exposedValues(identity, document);
        if (values.length === 0) continue;
        const { identityId, identityGroupId, organizationId, seen } = document;
        const inForce = values.map(({ version }) => version);
        const newest = seen.map(({ version }) => version).toSorted((a, b) => b - a);
        const versions = [...new Set([...inForce, ...newest])].slice(0, MOST_VERSIONS);
        found.push({ identityId, identityGroupId, organizationId, versions });
        if (found.length === MOST) return found;
      }
    }
    return found;
  }

  private async places({ view, rights }: QueryContext, subject: ExposureSubject): Promise<ExposurePlaces> {
    const managed = organizationsWith(rights, 'pam_vaults.manage');
    if (subject.kind === 'user') return managed;
    const place = await hostPlace(view, subject.hostId);
    return place === undefined ? [] : managed === '*' || managed.includes(place) ? [place] : [];
  }
}
