import { NativeSelect } from '@mantine/core';
import { useUnits } from '../api/rooms';
import type { ReorganisationPreview, UnitMove } from '../api/types';
import { t } from '../i18n/language';
import { formatDay } from '../time/time';
import { isPlaceable, kinds } from './reorganisation';
import classes from './rooms.module.css';

/** More than these are shown once they are asked for. */
const mostOpen = 12;

interface ReorganisePreviewProps {
  preview: ReorganisationPreview;
  /** Gives something to another of those that take over. */
  onPlace: (id: string, to: number) => void;
}

/** Everything an act would change, kind by kind. */
export function ReorganisePreview({ preview, onPlace }: ReorganisePreviewProps) {
  const { ending, successors, moves, staying, widens } = preview;
  return (
    <>
      <ul className={classes.plain}>
        {ending.map(({ id, name, lastDay }) => (
          <li key={id}>{t('reorganise.ends', { name, day: formatDay(lastDay) })}</li>
        ))}
        <li>{t('reorganise.takesOver', { names: successors.join(', ') })}</li>
        <li>{t('reorganise.kept')}</li>
      </ul>
      {moves.length === 0 && staying.length === 0 && <p>{t('reorganise.nothing')}</p>}
      {kinds
        .map((kind) => ({ kind, some: moves.filter((move) => move.kind === kind) }))
        .filter(({ some }) => some.length > 0)
        .map(({ kind, some }) => (
          <details key={kind} open={some.length <= mostOpen} className={classes.moves}>
            <summary>{t(`reorganise.${kind}`, { n: new Set(some.map(keyOf)).size })}</summary>
            {kind === 'role' && widens && <p>⚠ {t('reorganise.widens', { names: successors.join(', ') })}</p>}
            <Moves moves={some} preview={preview} onPlace={onPlace} />
          </details>
        ))}
      {staying.length > 0 && <Staying roles={staying} />}
    </>
  );
}

/** Roles that nobody carries up: with whose they are, so that they can be given by hand. */
function Staying({ roles }: { roles: ReorganisationPreview['staying'] }) {
  const units = useUnits().data ?? [];
  return (
    <details open={roles.length <= mostOpen} className={classes.moves}>
      <summary>{t('reorganise.staying', { n: roles.length })}</summary>
      <p>{t('reorganise.stayingHint')}</p>
      <ul>
        {roles.map(({ id, name, unitId, role }) => (
          <li key={`${id} ${unitId} ${role}`}>
            {name}: {t(`role.${role as 'clerk'}`)}, {units.find((unit) => unit.id === unitId)?.name}
          </li>
        ))}
      </ul>
    </details>
  );
}

const keyOf = ({ id, unitId, role }: UnitMove) => `${id} ${unitId} ${role ?? ''}`;

function Moves({ moves, preview, onPlace }: ReorganisePreviewProps & { moves: readonly UnitMove[] }) {
  const units = useUnits().data ?? [];
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{t('reorganise.what')}</th>
          {preview.ending.length > 1 && <th scope="col">{t('reorganise.whose')}</th>}
          <th scope="col">{t('reorganise.goesTo')}</th>
        </tr>
      </thead>
      <tbody>
        {moves.map((move) => (
          // A role has a row for each that takes over; what is placed keeps its row, and the focus, wherever it goes.
          <tr key={move.role === null ? keyOf(move) : `${keyOf(move)} ${String(move.to)}`}>
            <td>
              {move.name}
              {move.role !== null && <small>{t(`role.${move.role as 'clerk'}`)}</small>}
              {move.newName !== null && <small>{t('reorganise.newName', { name: move.newName })}</small>}
            </td>
            {preview.ending.length > 1 && <td>{units.find(({ id }) => id === move.unitId)?.name}</td>}
            <td>
              {preview.successors.length > 1 && isPlaceable(move, preview.moves) ? (
                <NativeSelect
                  aria-label={t('reorganise.goesToOf', { name: move.name })}
                  data={preview.successors.map((name, place) => ({ value: String(place), label: name }))}
                  value={String(move.to)}
                  onChange={(event) => onPlace(move.id, Number(event.currentTarget.value))}
                />
              ) : (
                preview.successors[move.to]
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
