import { RequestExposureRotationHandler } from './request-exposure-rotation';
import { RotateExposedIdentityHandler } from './rotate-exposed-identity';

export const EXPOSURE_COMMANDS = [RequestExposureRotationHandler, RotateExposedIdentityHandler];
