/** A problem document, RFC 9457. */
interface Problem {
  readonly status: number;
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** What the detail says already is not said twice. */
const inWords = ({ status, code, detail, errors = [] }: Problem): string =>
  [
    [status, code, detail].filter((part) => part !== undefined).join(' '),
    ...errors
      .filter(({ field, message }) => detail !== `${field} ${message}.`)
      .map(({ field, message }) => `${field}: ${message}`),
  ].join('; ');

/** The server answered, and not with what was asked for. Its message is one line. */
export class ServerRefused extends Error {
  constructor(request: string, problem: Problem) {
    super(
      problem.status === 401
        ? `The server does not accept the token in KEYLEDGER_TOKEN (${problem.detail ?? '401'}); get one with: npx --no keyledger token --email YOU`
        : `${request} was refused: ${inWords(problem)}`,
    );
    this.name = 'ServerRefused';
  }
}
