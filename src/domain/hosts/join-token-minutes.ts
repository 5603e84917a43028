/** How long a join token is good for. */
export const JOIN_TOKEN_MINUTES = 60;
