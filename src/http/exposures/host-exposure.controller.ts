import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Context } from '../../kernel/context';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { ExposureAnswers, EXPOSURE_READS, HOW_IT_IS_ROTATED, rotationAccepted } from './exposure-answers';
import { ExposureAcceptedDto, ExposureDto, ExposureQuery, RotateExposureDto } from './exposure.dtos';

const subjectOf = (hostId: string) => ({ kind: 'host', hostId }) as const;
const ACCEPTED = rotationAccepted(subjectOf);

@ApiTags('Hosts')
@Controller('hosts/:id/exposure')
export class HostExposureController {
  constructor(
    @Inject(ExposureAnswers) private readonly exposure: ExposureAnswers,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  @Get()
  @Endpoint({
    id: 'getHostExposure',
    summary: 'What a host was shown that is still in force',
    permission: 'pam_vaults.manage or pam_audit.read in the organization of the host',
    description:
      'Every value that was disclosed to a host and may let in somewhere still: the version the vault serves, and what a host has or may have. What was leased to its agents counts, whichever of them it was; of a host that was replaced or deleted it is what the old machine knows. A restored value counts as what it was. Of others the list holds what lies where you may know of it.',
    answers: { 200: ExposureDto },
    codes: ['NOT_FOUND'],
    reads: EXPOSURE_READS,
  })
  get(@Ctx() context: Context, @PathId('host') id: string, @Query() query: ExposureQuery) {
    return this.exposure.get(context, subjectOf(id), query);
  }

  @Post('rotate')
  @Endpoint({
    id: 'rotateHostExposure',
    summary: 'Change everything a host was shown that is still in force',
    permission: 'pam_vaults.manage in the organization of the host',
    description: HOW_IT_IS_ROTATED,
    answers: { 202: ExposureAcceptedDto },
    codes: ['NOT_FOUND'],
    reads: EXPOSURE_READS,
    repeat: ACCEPTED,
  })
  async rotate(@Ctx() context: Context, @PathId('host') id: string, @Body() { reason }: RotateExposureDto) {
    const { position } = await this.exposure.rotate(context, subjectOf(id), reason);
    return this.answers.of(ACCEPTED, { context, ids: { id }, params: { id }, position });
  }
}
