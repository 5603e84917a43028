import { getConfigToken, registerAs } from '@nestjs/config';
import type { ListenConfig } from '../../config/config';

/** What guards, interceptors and controllers of the edge are told of the configuration. */
export type EdgeConfig = Pick<ListenConfig, 'requestTimeoutMs' | 'pollMs'>;

const NAME = 'edge';

/** `@Inject(EDGE_CONFIG) config: EdgeConfig`. */
export const EDGE_CONFIG = getConfigToken(NAME);

/** For `ConfigModule.forRoot({ load })`: the part of what was loaded and judged, nothing else. */
export const edgeConfig = ({ requestTimeoutMs, pollMs }: EdgeConfig) =>
  registerAs(NAME, (): EdgeConfig => ({ requestTimeoutMs, pollMs }));
