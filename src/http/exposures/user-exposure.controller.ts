import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Context } from '../../kernel/context';
import { Ctx } from '../platform/endpoint/context';
import { Endpoint } from '../platform/endpoint/endpoint';
import { PathId } from '../platform/endpoint/path-parameter';
import { Answers } from '../platform/repetition/answers';
import { ExposureAnswers, EXPOSURE_READS, HOW_IT_IS_ROTATED, rotationAccepted } from './exposure-answers';
import { ExposureAcceptedDto, ExposureDto, ExposureQuery, RotateExposureDto } from './exposure.dtos';

const subjectOf = (userId: string) => ({ kind: 'user', userId }) as const;
const ACCEPTED = rotationAccepted(subjectOf);

@ApiTags('People')
@Controller('users/:id/exposure')
export class UserExposureController {
  constructor(
    @Inject(ExposureAnswers) private readonly exposure: ExposureAnswers,
    @Inject(Answers) private readonly answers: Answers,
  ) {}

  @Get()
  @Endpoint({
    id: 'getUserExposure',
    summary: 'What somebody was shown that is still in force',
    permission: 'of oneself, nothing; of others, pam_vaults.manage or pam_audit.read, where the identity is',
    description:
      'Every value that was disclosed to somebody and may let in somewhere still: the version the vault serves, and what a host has or may have. `via` tells how it was shown first; whoever typed or imported a value knows it too. A restored value counts as what it was. Of others the list holds what lies where you may know of it.',
    answers: { 200: ExposureDto },
    codes: ['NOT_FOUND'],
    reads: EXPOSURE_READS,
  })
  get(@Ctx() context: Context, @PathId('user') id: string, @Query() query: ExposureQuery) {
    return this.exposure.get(context, subjectOf(id), query);
  }

  @Post('rotate')
  @Endpoint({
    id: 'rotateUserExposure',
    summary: 'Change everything somebody was shown that is still in force',
    permission: 'pam_vaults.manage; it changes what lies where you hold it',
    description: HOW_IT_IS_ROTATED,
    answers: { 202: ExposureAcceptedDto },
    codes: ['NOT_FOUND'],
    reads: EXPOSURE_READS,
    repeat: ACCEPTED,
  })
  async rotate(@Ctx() context: Context, @PathId('user') id: string, @Body() { reason }: RotateExposureDto) {
    const { position } = await this.exposure.rotate(context, subjectOf(id), reason);
    return this.answers.of(ACCEPTED, { context, ids: { id }, params: { id }, position });
  }
}
