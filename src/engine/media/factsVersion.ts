/** Raised whenever the same bytes would give other facts; what an older one read is read again. */
export const FACTS_VERSION = 4;
