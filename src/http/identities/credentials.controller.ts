import { Body, Controller, Get, Inject, Post, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { DiscardVersion } from '../../commands/identities/discard-version';
import { ReplaceCredential } from '../../commands/identities/replace-credential';
import { RestoreVersion } from '../../commands/identities/restore-version';
import { RevealIdentity } from '../../commands/identities/reveal-identity';
import type { Context } from '../../kernel/context';
import type { SeenRevision } from '../../kernel/seen-revision';
import { GetHistory } from '../../queries/identities/get-history';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { IfMatch } from '../platform/endpoint/if-match';
import { PathId, PathPart } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { recipe } from '../platform/repetition/recipe';
import { answered, done } from '../reply/reply';
import { ReplaceCredentialDto, RevealDto, RevealedDto, checkedCredential } from './credential.dtos';
import { HistoryDto, version } from './rotation.dtos';

const WHICH = { description: 'Number of the value, as the history tells it.' };

/** The manual: a revealed value is shown for 30 seconds. */
const CLEAR_AFTER_SECONDS = 30;

/** A value was never kept: showing it again is another reveal, judged and recorded anew. */
const REVEALED = recipe({
  ask: ({ context, ids: { id = '' }, body }) => new RevealIdentity(context, id, (body as RevealDto).reason),
  reply: ({ position, ...shown }, { ids }) =>
    answered({ ...shown, clearAfterSeconds: CLEAR_AFTER_SECONDS }, { ids, position }),
});

@ApiTags('Identities')
@Controller('identities/:id')
export class CredentialsController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  @Put('credential')
  @Endpoint({
    id: 'setCredential',
    summary: 'Set the value by hand',
    permission: 'pam_vaults.manage in the organization of the identity',
    description:
      'Replaces the value by one that a person brings. Hosts count as unverified from then on. One of the last ten values is refused (422 `PASSWORD_REUSED`).',
    answers: { 204: null },
    codes: [
      'CREDENTIAL_NOT_USABLE',
      'NOT_CONFIRMED',
      'ORGANIZATION_SECRET_NOT_FOUND',
      'PASSWORD_REUSED',
      'PASSWORD_UNCHANGED',
      'ROTATION_IN_PROGRESS',
      'TOO_MANY_REQUESTS',
    ],
  })
  async replace(
    @Ctx() context: Context,
    @PathId('identity') id: string,
    @Body() { credential }: ReplaceCredentialDto,
    @IfMatch() ifMatch: SeenRevision | undefined,
  ) {
    checkedCredential(credential);
    const { position } = await this.commands.execute(new ReplaceCredential(context, id, credential, ifMatch));
    return done(position);
  }

  @Post('reveal')
  @Endpoint({
    id: 'revealIdentity',
    summary: 'Show the value without a checkout',
    permission:
      'pam_vaults.view and a live grant of view_credentials or checkout on the vault; an owner needs no grant',
    description:
      'The fact is written before the value is released. Refused while somebody else holds the credential exclusively (409 `ALREADY_CHECKED_OUT`). With the organization’s `receiptBeforeDisclosure` it waits for a signed checkpoint that covers the fact, at most 2 s (503 `RECEIPT_UNAVAILABLE`). Take the value off the screen after `clearAfterSeconds`.',
    answers: { 200: RevealedDto },
    codes: [
      'ALREADY_CHECKED_OUT',
      'APPROVAL_REQUIRED',
      'NOT_CONFIRMED',
      'NO_IDP_USER_MAPPING',
      'ORGANIZATION_SECRET_NOT_FOUND',
      'RECEIPT_UNAVAILABLE',
      'VALUE_MISSING',
      'VAULT_ACCESS_DENIED',
    ],
    repeat: REVEALED,
    secret: true,
  })
  async reveal(@Ctx() context: Context, @PathId('identity') id: string, @Body() body: RevealDto) {
    return this.answers.of(REVEALED, { context, ids: { id }, body });
  }

  @Get('history')
  @Endpoint({
    id: 'listVersions',
    summary: 'List replaced values, never the values themselves',
    permission: 'pam_vaults.view in the organization of the identity',
    description:
      'Versions with when and by whom they were replaced, and whether they can be brought back. Never the values.',
    answers: { 200: HistoryDto },
    reads: ['identities'],
  })
  async history(@Ctx() context: Context, @PathId('identity') id: string) {
    return { items: await this.queries.execute(new GetHistory(context, id)) };
  }

  @Post('versions/:version/restore')
  @Endpoint({
    id: 'restoreVersion',
    summary: 'Bring back a value that was replaced in the vault alone',
    permission: 'pam_vaults.manage in the organization of the identity',
    description: 'For a value replaced in the vault that no target ever took: the old one is current again.',
    answers: { 204: null },
    codes: [
      'CHECKED_OUT',
      'CONFLICT',
      'CREDENTIAL_NOT_USABLE',
      'NOT_CONFIRMED',
      'ORGANIZATION_SECRET_NOT_FOUND',
      'PASSWORD_UNCHANGED',
      'ROTATION_IN_PROGRESS',
      'TOO_MANY_REQUESTS',
    ],
  })
  async restore(
    @Ctx() context: Context,
    @PathId('identity') id: string,
    @PathPart('version', version, 'replaced version', WHICH) number: number,
  ) {
    const { position } = await this.commands.execute(new RestoreVersion(context, id, number));
    return done(position);
  }

  @Post('versions/:version/discard')
  @Endpoint({
    id: 'discardVersion',
    summary: 'Declare a replaced value dead: it is destroyed',
    permission: 'pam_vaults.manage in the organization of the identity',
    description: 'Says that no target has it any more. It can not be brought back after.',
    answers: { 204: null },
    codes: ['CHECKED_OUT', 'CONFLICT'],
  })
  async discard(
    @Ctx() context: Context,
    @PathId('identity') id: string,
    @PathPart('version', version, 'replaced version', WHICH) number: number,
  ) {
    const { position } = await this.commands.execute(new DiscardVersion(context, id, number));
    return done(position);
  }
}
