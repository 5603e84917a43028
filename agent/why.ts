import { RequestRefused, RequestUnanswered } from './server/request-error';

const ACTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    AGENT_NOT_APPROVED:
      'this host had an agent before, or an identity is on it already: somebody has to approve this one; waiting',
    AGENT_CLONED:
      'the server has seen this agent twice: the machine was copied or set back, and the agent is locked until somebody approves it again or enrols it anew',
    UNAUTHENTICATED:
      'the server does not know this agent any more: it was revoked; enrol the host again with a new join token',
    CLOCK_SKEW: "this host's clock differs from the server's by more than a minute",
  }),
);

/** What went wrong between agent and server, and what to do, in one line. */
export const why = (error: unknown): string => {
  if (error instanceof RequestRefused) {
    const action = ACTIONS.get(error.code);
    return action === undefined ? `the server refuses: ${error.message}` : `${action} (${error.message})`;
  }
  if (error instanceof RequestUnanswered) return `the server does not answer: ${error.message}`;
  return `unexpected: ${String(error)}`;
};
