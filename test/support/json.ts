/** Whatever JSON came, as `JSON.parse` answers it: specs look into it, and what is not there is undefined. */
export type Json = ReturnType<typeof JSON.parse>;
