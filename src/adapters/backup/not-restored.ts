/** A backup was not restored, and nothing was put anywhere. Its message says in one line why and what to do. */
export class NotRestored extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotRestored';
  }
}

export const noKeyToProve = (path: string): NotRestored =>
  new NotRestored(
    `There is no root key to prove the backup by; give the one it was made under as ${path}, or with KEYLEDGER_ROOT_KEY or KEYLEDGER_ROOT_KEY_FILE. Nothing was restored.`,
  );
