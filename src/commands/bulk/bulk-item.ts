/** How one command of several went. Its id, and of one that was refused or could not be carried out the code. */
export interface BulkItem {
  readonly id: string;
  /** `failed`: it could not be carried out and may be tried again; nothing says that it must not be. */
  readonly status: 'done' | 'refused' | 'failed';
  readonly code?: string;
}
