import { GetSessionHandler } from './get-session';
import { ListSessionsHandler } from './list-sessions';

export const SESSION_QUERIES = [ListSessionsHandler, GetSessionHandler];
