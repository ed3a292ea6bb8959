import { useQuery } from '@tanstack/react-query';
import { answer, api } from './client';
import type { ReorganisationPreview, ReorganisationRequest } from './types';

export const reorganisationsKey = ['reorganisations'] as const;

/** What is to become of units, and what became of them. */
export const useReorganisations = () =>
  useQuery({
    queryKey: reorganisationsKey,
    queryFn: () => answer(api.GET('/api/reorganisations')),
    staleTime: 60_000,
  });

/** Everything an act would change, with the tag that carrying it out must name. */
export interface Previewed {
  shown: ReorganisationPreview;
  tag: string;
}

export async function previewReorganisation(request: ReorganisationRequest): Promise<Previewed> {
  let tag = '';
  const call = api.POST('/api/reorganisations/preview', { body: request }).then((result) => {
    tag = result.response.headers.get('ETag') ?? '';
    return result;
  });
  return { shown: await answer(call), tag };
}

export const askReorganisation = (request: ReorganisationRequest, tag: string) =>
  answer(api.POST('/api/reorganisations', { body: request, headers: { 'If-Match': tag } }));

export const takeBackReorganisation = (id: string) =>
  answer(api.DELETE('/api/reorganisations/{id}', { params: { path: { id } } }));
