import type { RouteOptions } from 'fastify';
import type { RouteDefinition } from '../platform/endpoint/route-definition';

/** The longest an agent says is a result in 300 characters, or what connectors it has. */
const AGENT_BODY_LIMIT = 16 * 1024;

export interface Route {
  readonly method: string;
  /** With `:name` for parameters. */
  readonly path: string;
  readonly operation?: RouteDefinition;
}

const answersWithBody = ({ answers }: RouteDefinition): boolean =>
  Object.entries(answers).some(([status, body]) => status.startsWith('2') && body !== null);

/** Every route there is, completed as it is registered. */
export class Routes {
  readonly all: Route[] = [];

  /** A hook for `onRoute`. Throws when a route doesn't say enough of itself. */
  readonly add = (route: RouteOptions): void => {
    const operation = route.config?.operation;
    for (const method of [route.method].flat()) {
      this.all.push({ method, path: route.url, ...(operation && { operation }) });
    }
    if (operation === undefined || route.config === undefined) return;
    const isRemembered = !operation.public && operation.raw !== true;
    if (route.method === 'POST' && isRemembered && operation.recipe === undefined && answersWithBody(operation)) {
      throw new Error(`POST ${route.url} answers with a body: name what a repetition is answered from`);
    }
    if (operation.agent !== undefined) route.bodyLimit = AGENT_BODY_LIMIT;
  };

  /** Methods a path answers, in alphabetical order; none when nothing is there. */
  methodsAt(path: string): readonly string[] {
    const parts = path.split('/');
    const fits = (route: Route): boolean => {
      const pattern = route.path.split('/');
      return pattern.length === parts.length && pattern.every((part, i) => part.startsWith(':') || part === parts[i]);
    };
    return [...new Set(this.all.filter(fits).map(({ method }) => method))].toSorted();
  }
}
