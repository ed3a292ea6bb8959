import { useQuery } from '@tanstack/react-query';
import { answer, api } from './client';

export const templatesKey = ['templates'] as const;
export const groupsKey = ['room-groups'] as const;

/** Both are kept alike: under a name, for oneself or for a unit. */
export type PresetKind = 'template' | 'group';
export const presetsKey = (kind: PresetKind) => (kind === 'template' ? templatesKey : groupsKey);

const one = (id: string) => ({ params: { path: { id } } });

export const useTemplates = () =>
  useQuery({ queryKey: templatesKey, queryFn: () => answer(api.GET('/api/templates')), staleTime: 30_000 });
export const useRoomGroups = () =>
  useQuery({ queryKey: groupsKey, queryFn: () => answer(api.GET('/api/room-groups')), staleTime: 30_000 });
export const getTemplate = (id: string) => answer(api.GET('/api/templates/{id}', one(id)));
export const getPreset = (kind: PresetKind, id: string) =>
  kind === 'template' ? getTemplate(id) : answer(api.GET('/api/room-groups/{id}', one(id)));
export const createTemplate = (body: { name: string; unitId: string | null; briefingId: string }) =>
  answer(api.POST('/api/templates', { body }));
export const changeTemplate = (id: string, body: { name: string; unitId: string | null; version: number }) =>
  answer(api.PUT('/api/templates/{id}', { ...one(id), body }));
export const createGroup = (body: { name: string; unitId: string | null; roomIds: string[] }) =>
  answer(api.POST('/api/room-groups', { body }));
export const changeGroup = (
  id: string,
  body: { name: string; unitId: string | null; roomIds: string[]; version: number },
) => answer(api.PUT('/api/room-groups/{id}', { ...one(id), body }));
export const deletePreset = (kind: PresetKind, id: string) =>
  kind === 'template'
    ? answer(api.DELETE('/api/templates/{id}', one(id)))
    : answer(api.DELETE('/api/room-groups/{id}', one(id)));
/** The last briefing of this title, else of this host unit. */
export const getLatest = (title: string, hostUnitId: string | null) =>
  answer(
    api.GET('/api/briefings/latest', {
      params: { query: { title, ...(hostUnitId === null ? {} : { hostUnitId }) } },
    }),
  );
