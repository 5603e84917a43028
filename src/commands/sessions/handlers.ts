import { CheckInSessionHandler } from './check-in-session';
import { ExtendSessionHandler } from './extend-session';
import { FindSession } from './find-session';
import { ForceCheckInSessionHandler } from './force-check-in-session';
import { RediscloseSessionHandler } from './redisclose-session';
import { ReviewSessionHandler } from './review-session';
import { TransferSessionHandler } from './transfer-session';

export const SESSION_COMMANDS = [
  FindSession,
  CheckInSessionHandler,
  ForceCheckInSessionHandler,
  ExtendSessionHandler,
  RediscloseSessionHandler,
  ReviewSessionHandler,
  TransferSessionHandler,
];
