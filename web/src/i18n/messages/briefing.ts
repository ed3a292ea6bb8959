export const briefingMessages = {} as const;
