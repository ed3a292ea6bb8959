import { answer, api } from './client';
import { ApiError } from './problem';

const place = (id: string, documentId: string) => ({ params: { path: { id, documentId } } });

/** Where a browser saves a file from. */
export const documentAddress = (id: string, documentId: string): string =>
  `/api/briefings/${id}/documents/${documentId}`;

/** The file's bytes as they are; its name goes in the address. */
export const addDocument = (id: string, file: File) =>
  answer(
    api.POST('/api/briefings/{id}/documents', {
      params: { path: { id }, query: { name: file.name.normalize('NFC') } },
      body: file as never,
      bodySerializer: (body: unknown) => body as BodyInit,
      headers: { 'Content-Type': 'application/octet-stream' },
    }),
  );

export const removeDocument = (id: string, documentId: string) =>
  answer(api.DELETE('/api/briefings/{id}/documents/{documentId}', place(id, documentId)));

/** What the server said of a file it did not take: by its name or its content. */
export function refusalOf(error: unknown): string | null {
  if (!(error instanceof ApiError)) return null;
  const texts = [...(error.errors['name'] ?? []), ...(error.errors['content'] ?? [])];
  return texts.length > 0 ? texts.join(' ') : null;
}
