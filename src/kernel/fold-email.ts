/** Two spellings of an e-mail that mean one person become one. */
export const foldEmail = (email: string): string => email.normalize('NFKC').toLowerCase();
