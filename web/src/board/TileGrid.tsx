import { useElementSize } from '@mantine/hooks';
import { memo, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { t, useLanguage } from '../i18n/language';
import { isIn } from '../live/acts';
import type { BoardStore } from '../live/boardStore';
import type { Acts } from '../live/useActs';
import { useBoard } from '../live/useBoard';
import classes from './grid.module.css';
import { fitTiles } from './fit';
import { singles, type Section } from './order';
import { Tile } from './Tile';

interface TileGridProps {
  sections: Section[];
  store: BoardStore;
  acts: Acts;
  mayAct: (roomId: string) => boolean;
  stale: boolean;
  selected: string | null;
  onSelect: (roomId: string) => void;
}

/** All tiles, as large as the screen allows. Draws only when the order, the size or the selection changes. */
export const TileGrid = memo(function TileGrid({
  sections,
  store,
  acts,
  mayAct,
  stale,
  selected,
  onSelect,
}: TileGridProps) {
  useLanguage();
  const area = useElementSize();
  const list = useRef<HTMLUListElement>(null);
  const [reached, setReached] = useState<string | null>(null);
  const order = useMemo(() => sections.flatMap((section) => section.roomIds), [sections]);
  const headings = sections.filter((section) => section.unit !== null).length;
  const fit = fitTiles(area.width, area.height, order.length + headings);
  const reachable = reached !== null && order.includes(reached) ? reached : (order[0] ?? null);

  const move = (event: KeyboardEvent) => {
    if (reachable === null || !(event.target instanceof HTMLElement)) return;
    const next = neighbour(list.current, order, reachable, event.key);
    if (next === null) return;
    event.preventDefault();
    setReached(next);
    list.current?.querySelector<HTMLElement>(`[data-room="${next}"] button`)?.focus();
  };

  return (
    <div ref={area.ref} className={classes.area} data-stale={stale}>
      <ul
        ref={list}
        className={classes.grid}
        aria-label={t('board.tiles')}
        aria-description={t('board.keys')}
        style={{ gridTemplateColumns: `repeat(${fit.columns}, minmax(0, 1fr))`, gridAutoRows: fit.height }}
        onKeyDown={move}
        onFocus={(event) => {
          const room = event.target.closest('[data-room]')?.getAttribute('data-room');
          if (room) setReached(room);
        }}
      >
        {sections.map((section) => [
          section.unit !== null && (
            <Heading key={`u${section.unit}`} section={section} store={store} size={fit.size} />
          ),
          ...section.roomIds.map((roomId) => (
            <Tile
              key={roomId}
              roomId={roomId}
              store={store}
              acts={acts}
              size={fit.size}
              mayAct={mayAct(roomId)}
              reachable={roomId === reachable}
              selected={roomId === selected}
              onSelect={onSelect}
            />
          )),
        ])}
      </ul>
    </div>
  );
});

/** A heading takes one place in the grid, so that no row is broken by it. */
function Heading({ section, store, size }: { section: Section; store: BoardStore; size: string }) {
  const participants = useBoard(store)?.participants;
  const here = section.roomIds.flatMap((id) => participants?.get(id) ?? []).filter((one) => !one.departure);
  const there = here.filter(isIn).length;
  return (
    <li className={classes.heading} data-size={size} data-all={there === here.length}>
      <b>{section.unit === singles ? t('board.singles') : section.unit || t('word.noUnit')}</b>
      <span className="numbers">{t('board.groupCount', { n: there, total: here.length })}</span>
    </li>
  );
}

/** The tile an arrow key leads to: left and right by order, up and down by what lies there on the screen. */
function neighbour(list: HTMLElement | null, order: string[], from: string, key: string): string | null {
  const index = order.indexOf(from);
  switch (key) {
    case 'ArrowRight':
      return order[index + 1] ?? null;
    case 'ArrowLeft':
      return order[index - 1] ?? null;
    case 'Home':
      return order[0] ?? null;
    case 'End':
      return order.at(-1) ?? null;
    case 'ArrowDown':
    case 'ArrowUp':
      return list ? vertical(list, from, key === 'ArrowDown' ? 1 : -1) : null;
    default:
      return null;
  }
}

function vertical(list: HTMLElement, from: string, direction: 1 | -1): string | null {
  const tiles = [...list.querySelectorAll<HTMLElement>('[data-room]')];
  const here = tiles.find((tile) => tile.dataset['room'] === from);
  if (!here) return null;
  const candidates = tiles.filter((tile) => direction * (tile.offsetTop - here.offsetTop) > 0);
  const row = candidates.reduce<number | null>((best, tile) => {
    const distance = direction * (tile.offsetTop - here.offsetTop);
    return best === null || distance < best ? distance : best;
  }, null);
  if (row === null) return null;
  const inRow = candidates.filter((tile) => direction * (tile.offsetTop - here.offsetTop) === row);
  inRow.sort((a, b) => Math.abs(a.offsetLeft - here.offsetLeft) - Math.abs(b.offsetLeft - here.offsetLeft));
  return inRow[0]?.dataset['room'] ?? null;
}
