export const calendarMessages = {} as const;
