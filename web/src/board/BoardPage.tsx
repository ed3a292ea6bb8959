import { ActionIcon, Button, Select, Switch } from '@mantine/core';
import { useMemo, useRef, useState } from 'react';
import { Link, useParams } from 'react-router';
import { useRooms, useUnits } from '../api/rooms';
import { t } from '../i18n/language';
import type { BoardStore } from '../live/boardStore';
import type { Board } from '../live/reduce';
import { useActs } from '../live/useActs';
import { useBoard, useBoardStatus, useBoardStore } from '../live/useBoard';
import { groupRooms } from '../rooms/groups';
import { serverNow, useEverySecond } from '../time/clock';
import { BellIcon, BellOffIcon, FullScreenIcon } from '../ui/icons';
import { Empty, Lines, Page, useTabTitle } from '../ui/page';
import { SearchBox } from '../ui/SearchBox';
import { useKeys } from '../ui/useKeys';
import { talkOf } from './aside';
import { AgendaPanel } from './AgendaPanel';
import { AlarmPanel } from './AlarmPanel';
import { Banners } from './Banners';
import { BoardCounts, BoardTitle } from './BoardHead';
import classes from './board.module.css';
import { DetailPanel } from './DetailPanel';
import { handsOf } from './hands';
import { HandsPanel } from './HandsPanel';
import { arrange, type Order, type RoomPlaces } from './order';
import { SessionActs } from './SessionActs';
import { alarmsOf, roomsExpected } from './severity';
import { TalkPanel } from './TalkPrivately';
import { TileGrid } from './TileGrid';
import { useAlarmSound } from './useAlarmSound';
import { useBoardRights, type BoardRights } from './useBoardRights';
import { useSteadySections } from './useSteadySections';

export default function BoardPage() {
  const { id = '' } = useParams();
  const store = useBoardStore(id);
  const status = useBoardStatus(store);
  const board = useBoard(store);
  const places = useRoomPlaces();
  const rights = useBoardRights(id, board?.briefingId);
  // Tiles wait for the order of the units, so that they do not jump under the hand a moment later.
  if (board && places)
    return <BoardView key={id} board={board} store={store} places={places} rights={rights} />;
  return (
    <Page title={t('live.title')}>
      {status === 'missing' ? (
        <Empty title={t('board.missing')}>
          <p>{t('board.missingHint')}</p>
          <Button component={Link} to="/live" variant="default">
            {t('live.title')}
          </Button>
        </Empty>
      ) : (
        <>
          <p role="status">{status === 'lost' ? t('error.network') : t('board.loading')}</p>
          <Lines count={6} height={90} />
        </>
      )}
    </Page>
  );
}

const isOrder = (text: string | null): text is Order =>
  text === 'unit' || text === 'name' || text === 'worst';

interface BoardViewProps {
  board: Board;
  store: BoardStore;
  places: RoomPlaces;
  rights: BoardRights;
}

function BoardView({ board, store, places, rights }: BoardViewProps) {
  useTabTitle(board.head.title);
  const status = useBoardStatus(store);
  const anyRoom = useMemo(
    () => [...board.participants.keys()].some(rights.room),
    [board.participants, rights.room],
  );
  const acts = useActs(board.conferenceId, store);
  const [query, setQuery] = useState('');
  const [onlyFaulty, setOnlyFaulty] = useState(false);
  const [order, setOrder] = useState<Order>('unit');
  const [selected, setSelected] = useState<string | null>(null);
  const [listShown, setListShown] = useState(
    () => board.participants.size <= 100 && window.innerWidth > 1200,
  );
  const page = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const expected = useExpected(board);

  const alarms = useMemo(
    () => alarmsOf(board.participants.values(), expected),
    [board.participants, expected],
  );
  const hands = useMemo(() => handsOf(board.participants.values()), [board.participants]);
  const talks = useMemo(
    () => [...board.participants.values()].filter((one) => talkOf(one) !== null),
    [board.participants],
  );
  const sound = useAlarmSound(alarms);
  const arranged = useMemo(
    () => arrange(board.participants.values(), order, { query, onlyFaulty, expected }, places),
    [board.participants, order, query, onlyFaulty, expected, places],
  );
  const sections = useSteadySections(
    arranged,
    `${order}|${query}|${String(onlyFaulty)}|${places.size}`,
    page,
  );
  const none = sections.every((section) => section.roomIds.length === 0);
  useKeys({ '/': () => search.current?.focus(), escape: () => setSelected(null) });

  return (
    <div className={classes.board} ref={page}>
      <div className={classes.top}>
        <BoardTitle board={board} />
        <div className={classes.acts}>
          {rights.session ? (
            <SessionActs board={board} />
          ) : (
            !rights.leads && <span>{t(anyRoom ? 'board.someRooms' : 'board.readOnly')}</span>
          )}
        </div>
      </div>
      <div className={classes.top}>
        <BoardCounts board={board} />
        <div className={classes.tools}>
          <Switch
            label={t('board.onlyFaulty', { n: alarms.length })}
            checked={onlyFaulty}
            onChange={(event) => setOnlyFaulty(event.currentTarget.checked)}
          />
          <SearchBox ref={search} width={150} label={t('board.search')} value={query} onChange={setQuery} />
          <Select
            w={140}
            aria-label={t('board.order')}
            value={order}
            allowDeselect={false}
            onChange={(next) => isOrder(next) && setOrder(next)}
            data={(['unit', 'name', 'worst'] as const).map((value) => ({
              value,
              label: t(`board.order.${value}`),
            }))}
          />
          <ActionIcon
            variant={sound.on ? 'filled' : 'default'}
            size={36}
            aria-pressed={sound.on}
            aria-label={t('alarm.sound')}
            title={t('alarm.soundHint')}
            onClick={() => sound.setOn(!sound.on)}
          >
            {sound.on ? <BellIcon /> : <BellOffIcon />}
          </ActionIcon>
          <ActionIcon
            variant="default"
            size={36}
            aria-label={t('board.fullScreen')}
            title={t('board.fullScreen')}
            onClick={() =>
              void (document.fullscreenElement
                ? document.exitFullscreen()
                : page.current?.requestFullscreen())
            }
          >
            <FullScreenIcon />
          </ActionIcon>
          <Button
            variant={listShown ? 'light' : 'default'}
            onClick={() => setListShown(!listShown)}
            aria-pressed={listShown}
            title={t('alarm.show')}
            px="sm"
          >
            {t('alarm.toggle')}
          </Button>
        </div>
      </div>
      <Banners store={store} board={board} mayAct={rights.session} />
      <div className={classes.body}>
        {none ? (
          <div className={`${classes.panel ?? ''} ${classes.none ?? ''}`} style={{ flex: 1 }}>
            {onlyFaulty && !query ? t('board.noneFaulty') : t('board.noneShown')}
          </div>
        ) : (
          <TileGrid
            sections={sections}
            store={store}
            acts={acts}
            mayAct={rights.room}
            stale={status === 'lost' || !board.head.bridgeOnline}
            selected={selected}
            onSelect={setSelected}
          />
        )}
        {(listShown || selected !== null || hands.length > 0 || talks.length > 0) && (
          <aside className={classes.side} aria-label={t('alarm.show')}>
            {selected !== null && (
              <DetailPanel
                key={selected}
                roomId={selected}
                conferenceId={board.conferenceId}
                store={store}
                acts={acts}
                mayAct={rights.room(selected)}
                onClose={() => setSelected(null)}
              />
            )}
            {talks.length > 0 && (
              <TalkPanel
                talks={talks}
                conferenceId={board.conferenceId}
                mayAct={rights.room}
                onSelect={setSelected}
              />
            )}
            <AgendaPanel board={board} acts={acts} mayAct={rights.leads} />
            {hands.length > 0 && (
              <HandsPanel
                hands={hands}
                conferenceId={board.conferenceId}
                acts={acts}
                mayAct={rights.leads}
                onSelect={setSelected}
              />
            )}
            {listShown && (
              <AlarmPanel
                alarms={alarms}
                conferenceId={board.conferenceId}
                acts={acts}
                mayAct={rights.room}
                onSelect={setSelected}
              />
            )}
          </aside>
        )}
      </div>
    </div>
  );
}

/** Becomes true a minute after the rooms were first called, without a delta having to come. */
const useExpected = ({ head }: Board): boolean => useEverySecond(() => roomsExpected(head, serverNow()));

/** Where each room stands in the tree of units; null until it is known, or known to be unknowable. */
function useRoomPlaces(): RoomPlaces | null {
  const { data: rooms, isPending: roomsPending } = useRooms();
  const { data: units, isPending: unitsPending } = useUnits();
  return useMemo(() => {
    if (roomsPending || unitsPending) return null;
    const places = new Map<string, { name: string; place: number }>();
    groupRooms(rooms ?? [], units ?? []).forEach(({ name, rooms: members }, place) => {
      for (const room of members) places.set(room.id, { name, place });
    });
    return places;
  }, [rooms, units, roomsPending, unitsPending]);
}
