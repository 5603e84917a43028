/** Another process works on this data folder. Its message is the one line the second process ends with. */
export class DataFolderInUse extends Error {
  constructor(folder: string, options?: ErrorOptions) {
    super(
      `The data folder ${folder} is in use by another Keyledger process; stop that one, or give this one its own with KEYLEDGER_DATA_DIR.`,
      options,
    );
    this.name = 'DataFolderInUse';
  }
}
