export const bookingMessages = {} as const;
