import { DismissPolicyEventHandler } from './dismiss-policy-event';
import { RetryPolicyEventHandler } from './retry-policy-event';

export const PARKED_EVENT_COMMANDS = [RetryPolicyEventHandler, DismissPolicyEventHandler];
