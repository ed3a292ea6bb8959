export const roomMessages = {} as const;
