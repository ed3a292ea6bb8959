import { Link } from 'react-router';
import { t } from '../i18n/language';
import type { BoardStore } from '../live/boardStore';
import type { Board } from '../live/reduce';
import { RecordingBanner } from '../recording/RecordingMark';
import { useAge, useBoardStatus } from '../live/useBoard';
import { formatTimeWithSeconds, instantOf } from '../time/time';
import classes from './board.module.css';
import { SoundBanner } from './PlaySound';

/** What one must know before trusting the tiles: the connection, the bridge, the end. */
export function Banners({ store, board, mayAct }: { store: BoardStore; board: Board; mayAct: boolean }) {
  const status = useBoardStatus(store);
  const { head } = board;
  return (
    <>
      {status === 'lost' && <LostBanner store={store} />}
      {status !== 'lost' && !head.bridgeOnline && head.phase !== 'ended' && (
        <p className={classes.banner} role="alert" data-testid="bridge-offline">
          <b aria-hidden="true">▲</b> {t('board.bridgeOffline')}{' '}
          {head.bridgeSeenAt &&
            t('board.bridgeSeen', { time: formatTimeWithSeconds(instantOf(head.bridgeSeenAt)) })}
        </p>
      )}
      <RecordingBanner head={head} />
      <SoundBanner board={board} mayAct={mayAct} />
      {head.phase === 'ended' && (
        <p className={classes.banner} data-tone="calm" role="status">
          {t('board.ended')}{' '}
          <Link to={`/briefings/${board.briefingId}#attendance`}>{t('board.toAttendance')}</Link>
        </p>
      )}
    </>
  );
}

function LostBanner({ store }: { store: BoardStore }) {
  const seconds = useAge(store);
  return (
    <p className={classes.banner} role="alert" data-testid="connection-lost">
      <b aria-hidden="true">✕</b> <span className="numbers">{t('board.lost', { seconds })}</span>
    </p>
  );
}
