/** Which keys there are: those of the server's own in force, and the root key as `root-key`. Versions count from 1. */
export abstract class KeyVersions {
  abstract readonly inForce: readonly { readonly name: string; readonly version: number }[];
}
