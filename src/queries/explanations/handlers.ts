import { ExplainIdentityHandler } from './explain-identity';

export const EXPLANATION_QUERIES = [ExplainIdentityHandler];
