import { CountExposedHandler } from './count-exposed';
import { Exposures } from './exposures';
import { FindExposedHandler } from './find-exposed';
import { GetExposureHandler } from './get-exposure';

export const EXPOSURE_QUERIES = [Exposures, GetExposureHandler, FindExposedHandler, CountExposedHandler];
