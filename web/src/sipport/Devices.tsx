import type { Reach } from '../api/types';
import { useRooms } from '../api/rooms';
import { t } from '../i18n/language';
import classes from '../rooms/rooms.module.css';
import { compareNames } from '../search/fold';
import { Empty } from '../ui/page';
import { reachText } from './reachText';

export const isSilent = ({ state }: Reach): boolean => state === 'silent' || state === 'notRegistered';

/** Whether every device of every room answers; what needs somebody comes first. */
export function Devices({ reach }: { reach: Reach[] }) {
  const rooms = new Map((useRooms().data ?? []).map((room) => [room.id, room]));
  if (reach.length === 0) return <Empty title={t('sipport.noDevices')} />;
  const nameOf = (one: Reach) => rooms.get(one.roomId)?.name ?? '';
  const rank = (one: Reach) => (isSilent(one) ? 0 : one.state === 'unknown' ? 1 : 2);
  const sorted = [...reach].sort((a, b) => rank(a) - rank(b) || compareNames(nameOf(a), nameOf(b)));
  return (
    <>
      <p>{t('sipport.devicesHint')}</p>
      <table className={classes.table} data-testid="devices">
        <thead>
          <tr>
            <th scope="col">{t('sipport.room')}</th>
            <th scope="col">{t('sipport.source')}</th>
            <th scope="col">{t('sipport.state')}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map((one) => (
            <tr key={one.roomId + one.address}>
              <td>{nameOf(one)}</td>
              <td className={classes.addresses}>{one.address}</td>
              <td>{reachText(one) ?? t('reach.unknown')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
