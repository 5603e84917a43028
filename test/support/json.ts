/** Whatever JSON came: specs look into it, and what is not there is undefined. */
// oxlint-disable-next-line typescript/no-explicit-any -- each look into `unknown` would need a type of its own
export type Json = any;
