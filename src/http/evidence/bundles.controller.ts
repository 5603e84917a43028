import { Readable } from 'node:stream';
import { Body, Controller, Get, Inject, Post, Query, StreamableFile } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RecordEvidenceRead } from '../../commands/audit/record-evidence-read';
import { JudgeBundleFetch } from '../../commands/evidence/judge-bundle-fetch';
import { RequestEvidenceBundle } from '../../commands/evidence/request-evidence-bundle';
import type { Context } from '../../kernel/context';
import { Evidence } from '../../kernel/evidence';
import { refuse } from '../../kernel/refusal';
import { RefusedError } from '../../kernel/refused-error';
import { ListEvidenceBundles, type EvidenceBundleView } from '../../queries/evidence/list-evidence-bundles';
import { Cursors } from '../paging/cursors';
import { cutWhole } from '../paging/cut-whole';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { pageOf } from '../platform/endpoint/page-of';
import { PathId } from '../platform/endpoint/path-parameter';
import { idsAccepted } from '../platform/repetition/recipe';
import { PageQuery } from '../platform/validation/page-query';
import { checkSpan } from '../shared/check-span';
import { accepted, Reply, single } from '../reply/reply';
import { EvidenceBundleBegunDto, EvidenceBundleDto, EvidenceBundleRequestDto } from './bundle.dtos';
import { byteRange, RangeHeaders, type AskedRange } from './byte-range';
import { partOf } from './part-of';
import { ErrorReporter } from '../../kernel/error-reporter';

const PERMISSION = 'pam_audit.read in the organization; for all of them where it shows all';

/** Of a bundle nothing changes but how it stands. */
const REVISIONS = { making: 0, made: 1, failed: 2 } as const;

@ApiTags('Evidence')
@Controller('evidence/bundles')
export class EvidenceBundlesController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Cursors) private readonly cursors: Cursors,
    @Inject(Evidence) private readonly evidence: Evidence,
    @Inject(ErrorReporter) private readonly errors: ErrorReporter,
  ) {}

  @Post()
  @Endpoint({
    id: 'createEvidenceBundle',
    summary: 'Have facts put together with what proves them',
    permission: PERMISSION,
    description:
      'Accepted for later (202): an archive with the newest signed checkpoint, the tree of hashes in the layout of C2SP tlog-tiles, the facts in canonical form, every earlier checkpoint, and the verifier. A bundle of one organization, or of a span of time, holds hashes of all other facts. Asking for it is recorded.',
    answers: { 202: EvidenceBundleBegunDto },
    codes: ['NOT_FOUND'],
    repeat: idsAccepted,
  })
  async create(@Ctx() context: Context, @Body() wanted: EvidenceBundleRequestDto) {
    checkSpan(wanted);
    const onError = (error: unknown) => this.errors.report('a bundle of evidence', error);
    const { id, position } = await this.commands.execute(new RequestEvidenceBundle(context, wanted, onError));
    return accepted({ id }, { ids: { id }, position });
  }

  @Get()
  @Endpoint({
    id: 'listEvidenceBundles',
    summary: 'The newest bundles of evidence, newest first',
    permission: 'pam_audit.read; only those that the caller may fetch are listed',
    description: 'The newest hundred. An older one is asked for anew: the same facts make the same bundle.',
    answers: { 200: pageOf(EvidenceBundleDto) },
  })
  async list(@Ctx() context: Context, @Query() query: PageQuery) {
    const list = 'evidence bundles';
    const page = this.cursors.request(list, query);
    return this.cursors.answer(list, cutWhole(await this.queries.execute(new ListEvidenceBundles(context)), page));
  }

  @Get(':id')
  @Endpoint({
    id: 'getEvidenceBundle',
    summary: 'How a bundle of evidence stands',
    permission: PERMISSION,
    description: 'With its length and its SHA-256, once it is made.',
    answers: { 200: EvidenceBundleDto },
    etag: true,
    codes: ['NOT_FOUND'],
  })
  async get(@Ctx() context: Context, @PathId('bundle') id: string) {
    const item = await this.find(context, id);
    return single({ item, revision: REVISIONS[item.status] });
  }

  @Get(':id/content')
  @Endpoint({
    id: 'fetchEvidenceBundle',
    summary: 'A bundle of evidence itself',
    permission: PERMISSION,
    description:
      'A tar archive. With `Range: bytes=…` a part of it (206, or 416 `RANGE_NOT_SATISFIABLE`), so that a broken download is taken up again; with `If-Range` only of the bundle that has this `ETag`, its SHA-256. 409 `CONFLICT` while it is being made. Fetching it is recorded, and so is a refusal.',
    answers: { 200: null, 206: null },
    etag: true,
    codes: ['NOT_FOUND', 'CONFLICT', 'RANGE_NOT_SATISFIABLE'],
    produces: ['application/x-tar'],
    unhurried: true,
  })
  async content(@Ctx() context: Context, @PathId('bundle') id: string, @RangeHeaders() asked: AskedRange) {
    await this.commands.execute(new JudgeBundleFetch(context, id));
    const { log, size, organizationId, from, to, requestedAt, bytes, sha256 } = await this.find(context, id);
    if (bytes === undefined || sha256 === undefined) {
      throw new RefusedError(refuse('CONFLICT', 'The bundle is not made yet.'));
    }
    const tag = `"${sha256}"`;
    const range = byteRange(asked, bytes, tag);
    if (range === 'none') {
      throw new RefusedError(refuse('RANGE_NOT_SATISFIABLE', `The bundle has ${bytes} bytes.`));
    }
    const place = organizationId === undefined ? {} : { organizationId };
    await this.commands.execute(new RecordEvidenceRead(context, { ...place, first: 0, count: size, bundleId: id }));
    const span = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const scope = { log, size, requestedAt, ...place, ...span };
    const { start, end } = range ?? { start: 0, end: bytes - 1 };
    const body = new StreamableFile(Readable.from(partOf(this.evidence.bundle(scope), start, end)), {
      type: 'application/x-tar',
      disposition: `attachment; filename="keyledger-evidence-${id}.tar"`,
      length: end - start + 1,
    });
    const part = range === undefined ? {} : { part: `bytes ${start}-${end}/${bytes}` };
    return new Reply(range === undefined ? 200 : 206, body, { ranges: { tag, ...part } });
  }

  private async find(context: Context, id: string): Promise<EvidenceBundleView> {
    const found = (await this.queries.execute(new ListEvidenceBundles(context))).find((bundle) => bundle.id === id);
    if (found === undefined) throw new RefusedError(refuse('NOT_FOUND', 'There is no such bundle.'));
    return found;
  }
}
