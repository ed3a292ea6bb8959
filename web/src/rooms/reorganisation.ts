import type { HangingKind, ReorganisationRequest, ReorganisingAct, Unit, UnitMove } from '../api/types';

/** What a unit that begins is called. */
export interface UnitDraft {
  name: string;
  shortName: string;
  kind: string;
  parentId: string | null;
}

/** An act upon one unit as it is being filled in. */
export interface Draft {
  act: ReorganisingAct;
  /** `yyyy-MM-dd`. */
  from: string;
  /** Of a merger: units that end beside this one. */
  others: string[];
  /** Of a merger: whether a new unit comes of it. */
  intoNew: boolean;
  /** The unit that is there and takes over. */
  unitId: string | null;
  /** Units that begin. */
  units: UnitDraft[];
  /** What does not go to the first of them, by its identifier. */
  placed: Readonly<Record<string, number>>;
}

export const acts = ['rename', 'merge', 'split', 'abolish'] as const satisfies readonly ReorganisingAct[];

/** In the order a preview tells them. */
export const kinds = [
  'site',
  'room',
  'childUnit',
  'role',
  'template',
  'roomGroup',
  'hostedTemplate',
  'feed',
  'briefing',
] as const satisfies readonly HangingKind[];

/** A unit beside this one: of its kind, under the same parent. */
export const besides = (unit: Unit): UnitDraft => ({
  name: '',
  shortName: '',
  kind: unit.kind,
  parentId: unit.parentId,
});

/** A short name that is the name itself follows it when left out. */
const likewise = (unit: Unit): UnitDraft => ({
  ...besides(unit),
  name: unit.name,
  shortName: unit.shortName === unit.name ? '' : unit.shortName,
});

/** An act begun: what is likely is filled in, what was entered for another act is let go. */
export function begun(act: ReorganisingAct, from: string, unit: Unit): Draft {
  return {
    act,
    from,
    others: [],
    intoNew: false,
    unitId: act === 'abolish' ? unit.parentId : null,
    units:
      act === 'split' ? [likewise(unit), besides(unit)] : [act === 'rename' ? likewise(unit) : besides(unit)],
    placed: {},
  };
}

/** What takes over does not end with the others. */
export const inherited = (draft: Draft, unitId: string | null): Draft => ({
  ...draft,
  unitId,
  others: draft.others.filter((id) => id !== unitId),
});

/** Whether one of those that take over begins by it. */
export const begins = ({ act, intoNew }: Draft): boolean =>
  act === 'rename' || act === 'split' || (act === 'merge' && intoNew);

/** Whether nothing is missing; what is wrong the server says. */
export const isWhole = (draft: Draft): boolean =>
  draft.from !== '' &&
  (begins(draft)
    ? draft.units.every((unit) => unit.name.trim() !== '' && unit.kind.trim() !== '')
    : draft.unitId !== null);

export function requestOf(unit: Unit, draft: Draft): ReorganisationRequest {
  const tidy = (text: string) => text.trim().normalize('NFC');
  return {
    act: draft.act,
    from: draft.from,
    sourceIds: [unit.id, ...draft.others],
    successors: begins(draft)
      ? draft.units.map((one) => ({
          name: tidy(one.name),
          shortName: tidy(one.shortName) || null,
          kind: tidy(one.kind),
          parentId: one.parentId,
        }))
      : [{ unitId: draft.unitId }],
    placements: Object.entries(draft.placed).map(([id, successor]) => ({ id, successor })),
  };
}

/** Whether somebody may choose where it goes; a template that is shared and names the unit too is chosen once. */
export const isPlaceable = (move: UnitMove, moves: readonly UnitMove[]): boolean =>
  move.kind !== 'role' &&
  !(move.kind === 'hostedTemplate' && moves.some(({ kind, id }) => kind === 'template' && id === move.id));
