/** A fact as a report reads it: the server's and the verifier's alike. */
export interface ReportFact {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly metadata: {
    readonly time: string;
    readonly actor: { readonly userId?: string | undefined; readonly name?: string | undefined };
    readonly ip?: string;
  };
}
