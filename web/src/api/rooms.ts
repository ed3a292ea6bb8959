import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { answer, api } from './client';
import type { LineRequest, RoomRequest, SiteRequest, UnitRequest } from './types';
import { asRead, type Tagged } from './tagged';

export const roomsKey = ['rooms'] as const;
export const unitsKey = ['units'] as const;
export const sitesKey = ['sites'] as const;
export const linesKey = ['lines'] as const;

export const useRooms = () =>
  useQuery({ queryKey: roomsKey, queryFn: () => answer(api.GET('/api/rooms')), staleTime: 30_000 });
export const useUnits = () =>
  useQuery({ queryKey: unitsKey, queryFn: () => answer(api.GET('/api/units')), staleTime: 60_000 });
export const useSites = () =>
  useQuery({ queryKey: sitesKey, queryFn: () => answer(api.GET('/api/sites')), staleTime: 60_000 });
export const useLines = () =>
  useQuery({ queryKey: linesKey, queryFn: () => answer(api.GET('/api/lines')), staleTime: 60_000 });
/** Lines, ports, and how much of them a day uses. */
export const useCapacity = (day: string) =>
  useQuery({
    queryKey: [...linesKey, 'capacity', day],
    queryFn: () => answer(api.GET('/api/capacity', { params: { query: { day } } })),
    placeholderData: keepPreviousData,
  });

export const createRoom = (room: RoomRequest) => answer(api.POST('/api/rooms', { body: room }));
export const changeRoom = (read: Tagged, room: RoomRequest) =>
  answer(api.PUT('/api/rooms/{id}', { ...asRead(read), body: room }));
export const deactivateRoom = (read: Tagged) => answer(api.DELETE('/api/rooms/{id}', asRead(read)));
export const createUnit = (unit: UnitRequest) => answer(api.POST('/api/units', { body: unit }));
export const changeUnit = (read: Tagged, unit: UnitRequest) =>
  answer(api.PUT('/api/units/{id}', { ...asRead(read), body: unit }));
export const createSite = (site: SiteRequest) => answer(api.POST('/api/sites', { body: site }));
export const changeSite = (read: Tagged, site: SiteRequest) =>
  answer(api.PUT('/api/sites/{id}', { ...asRead(read), body: site }));
export const createLine = (line: LineRequest) => answer(api.POST('/api/lines', { body: line }));
export const changeLine = (read: Tagged, line: LineRequest) =>
  answer(api.PUT('/api/lines/{id}', { ...asRead(read), body: line }));
export const removeLine = (read: Tagged) => answer(api.DELETE('/api/lines/{id}', asRead(read)));
