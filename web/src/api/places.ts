import { answer, api } from './client';

/** Where a browser saves the organisation's spreadsheet from. */
export const sheetAddress = (format: 'xlsx' | 'csv'): string => `/api/places/sheet?format=${format}`;

/** Sends a spreadsheet: on trial nothing is changed, and what it would come to is told. */
export const sendSheet = (file: File, trial: boolean) =>
  answer(
    api.POST('/api/places/sheet', {
      params: { query: { trial } },
      body: file as never,
      bodySerializer: (body: unknown) => body as BodyInit,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  );
