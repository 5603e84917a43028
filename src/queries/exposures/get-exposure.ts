import { Inject } from '@nestjs/common';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ExposureRotationDocument } from '../../../projections/exposure-rotations/document';
import type { HostDocument } from '../../../projections/hosts/document';
import type { Context } from '../../kernel/context';
import { cutPage, type Page, type PageRequest } from '../../kernel/page';
import { ReadModels } from '../../kernel/read-models';
import { QueryAuthorization } from '../authorization/query-authorization';
import { exposedValues, possiblyAcceptedValues, type ExposedValue, type SeenValue } from './exposed-values';
import { subjectNameOf, type ExposureSubject } from '../../kernel/exposure-subject';
import { exposurePlaces } from './exposure-places';
import { Exposures, type Exposure, type ExposurePlaces } from './exposures';
import { itemRotation, itemsIn, rotationProgressOf, type ItemRotation, type RotationProgress } from './progress';

interface OfIdentity {
  readonly identityId: string;
  readonly identityName: string;
  readonly identityGroupId: string;
  readonly organizationId: string;
}

/** A value in force that was shown, on which hosts it lets in, and how far its change has come where it was asked for. */
export interface ExposureItem extends OfIdentity, Omit<ExposedValue, 'hosts'> {
  readonly hosts: readonly { readonly hostId: string; readonly hostName?: string; readonly inForce: boolean }[];
  readonly rotation?: ItemRotation;
}

export interface ExposurePage extends Page<ExposureItem> {
  /** Of the identities of the page: values replaced in the vault alone, which nobody has declared dead. */
  readonly notDeclaredDead: readonly (OfIdentity & SeenValue)[];
  readonly rotation?: RotationProgress;
}

/** What a user or a host was shown that is still in force somewhere. Who may know it: {@link exposurePlaces}. */
export class GetExposure extends Query<ExposurePage> {
  constructor(
    readonly context: Context,
    readonly subject: ExposureSubject,
    readonly page: PageRequest,
  ) {
    super();
  }
}

const ofIdentity = ({ document, identity }: Exposure): OfIdentity => ({
  identityId: document.identityId,
  identityName: identity.name,
  identityGroupId: document.identityGroupId,
  organizationId: document.organizationId,
});

@QueryHandler(GetExposure)
export class GetExposureHandler implements IQueryHandler<GetExposure> {
  constructor(
    @Inject(QueryAuthorization) private readonly asking: QueryAuthorization,
    @Inject(Exposures) private readonly exposures: Exposures,
    @Inject(ReadModels) private readonly models: ReadModels,
  ) {}

  async execute({ context, subject: of, page }: GetExposure): Promise<ExposurePage> {
    const places = await exposurePlaces(await this.asking.caller(context), of);
    const subject = subjectNameOf(of);
    const campaign = await this.models.readModel<ExposureRotationDocument>('exposure_rotations').get(subject);
    const { found, undead } = await this.read(subject, places, page);
    const { items, ...rest } = cutPage(found, page.limit, ({ exposure, value }) => ({
      value: exposure.document.id,
      id: String(value.version),
    }));
    const names = await this.hostNames(items.flatMap(({ value }) => value.hosts.map(({ hostId }) => hostId)));
    const shown = items.map(({ exposure, value }): ExposureItem => {
      const hosts = value.hosts.map((host) => ({ ...host, ...named(names.get(host.hostId)) }));
      const item = campaign?.items.find(({ identityId }) => identityId === exposure.document.identityId);
      const rotation = item === undefined ? {} : { rotation: itemRotation(item, exposure.identity) };
      return { ...ofIdentity(exposure), ...value, hosts, ...rotation };
    });
    const progress = campaign === undefined ? {} : { rotation: await this.progress(campaign, places) };
    return { ...rest, items: shown, notDeclaredDead: undead, ...progress };
  }

  /** One value more than the page takes, from where the one before ended. */
  private async read(subject: string, places: ExposurePlaces, { limit, after }: PageRequest) {
    const found: { exposure: Exposure; value: ExposedValue }[] = [];
    const undead: (OfIdentity & SeenValue)[] = [];
    const from = after === undefined ? undefined : String(after.value);
    for await (const exposures of this.exposures.of(subject, places, from)) {
      for (const exposure of exposures) {
        const isBegun = exposure.document.id === from;
        const values = exposedValues(exposure.identity, exposure.document);
        found.push(
          ...values
            .filter(({ version }) => !isBegun || version > Number(after?.id))
            .map((value) => ({ exposure, value })),
        );
        if (!isBegun) {
          const place = ofIdentity(exposure);
          undead.push(
            ...possiblyAcceptedValues(exposure.identity, exposure.document).map((value) => ({ ...place, ...value })),
          );
        }
        if (found.length > limit) return { found, undead };
      }
    }
    return { found, undead };
  }

  private async progress(campaign: ExposureRotationDocument, places: ExposurePlaces): Promise<RotationProgress> {
    const items = itemsIn(campaign, places);
    const identities = await this.exposures.identities(items.map(({ identityId }) => identityId));
    return rotationProgressOf(campaign, items, identities);
  }

  private async hostNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const hosts = this.models.readModel<HostDocument>('hosts');
    const found = await hosts.find({ where: [{ field: 'id', in: [...new Set(ids)] }], limit: ids.length });
    return new Map(found.map(({ id, name }) => [id, name]));
  }
}

const named = (hostName: string | undefined) => (hostName === undefined ? {} : { hostName });
