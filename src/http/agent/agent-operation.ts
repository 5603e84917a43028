import { Operation } from '../operation/operation';

type AgentRoute = Omit<Operation, 'public' | 'agent' | 'ifMatch' | 'reads' | 'repeat'>;

/**
 * States a route of the agent edge: the request is signed by an agent at work, whom `@Agent()` gives; `@Ctx()` acts as it.
 * With `unhurried`, a long poll: it is not ended after the server's time limit, and its context lasts as much longer.
 */
export const AgentOperation = (operation: AgentRoute): MethodDecorator =>
  Operation({ ...operation, public: true, agent: 'enrolled' });
