import { Module } from '@nestjs/common';
import { RequestExposureRotationHandler } from '../commands/exposures/request-exposure-rotation';
import { RotateExposedIdentityHandler } from '../commands/exposures/rotate-exposed-identity';
import { HostExposureController } from '../http/exposures/host-exposure.controller';
import { UserExposureController } from '../http/exposures/user-exposure.controller';
import { RotateExposedValuesWhenRequested } from '../policies/rotate-exposed-values-when-requested';
import { CountExposedHandler } from '../queries/exposures/count-exposed';
import { Exposures } from '../queries/exposures/exposures';
import { FindExposedHandler } from '../queries/exposures/find-exposed';
import { GetExposureHandler } from '../queries/exposures/get-exposure';

/** What was disclosed to whom and is still in force, and its change. */
@Module({
  controllers: [UserExposureController, HostExposureController],
  providers: [
    RequestExposureRotationHandler,
    RotateExposedIdentityHandler,
    Exposures,
    GetExposureHandler,
    FindExposedHandler,
    CountExposedHandler,
    RotateExposedValuesWhenRequested,
  ],
  exports: [RotateExposedValuesWhenRequested],
})
export class ExposuresModule {}
