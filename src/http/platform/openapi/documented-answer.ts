import type { OpenAPIObject } from '@nestjs/swagger';

type Json = Readonly<Record<string, unknown>>;

interface Answer {
  readonly headers?: Json;
  readonly content?: Readonly<Record<string, { readonly schema?: Json }>>;
}

/** An answer as the document states it. */
export interface DocumentedAnswer {
  /** With all it refers to; null: no body. */
  readonly schema: Json | null;
  readonly headers: readonly string[];
}

/** Finds an answer by operation and status; undefined when there is none. */
export const documentedAnswer = (document: () => object) => {
  const known = new Map<string, DocumentedAnswer | undefined>();
  const find = (id: string, status: number): DocumentedAnswer | undefined => {
    const { paths, components } = document() as OpenAPIObject;
    const operations = Object.values(paths).flatMap((item) => Object.values(item as object) as Json[]);
    const responses = operations.find(({ operationId }) => operationId === id)?.['responses'];
    const answer = (responses as Readonly<Record<number, Answer>> | undefined)?.[status];
    if (answer === undefined) return undefined;
    const schema = Object.values(answer.content ?? {})[0]?.schema;
    return {
      schema: schema === undefined ? null : { ...schema, components },
      headers: Object.keys(answer.headers ?? {}),
    };
  };
  return (id: string, status: number): DocumentedAnswer | undefined => {
    const key = `${id} ${status}`;
    if (!known.has(key)) known.set(key, find(id, status));
    return known.get(key);
  };
};
