import { Button, Group, Paper, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { attendanceKey, getAttendance } from '../api/briefings';
import type { Attendance as Sheet, RoomAttendance } from '../api/types';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { formatDuration, formatSpanWithDay, formatTimeWithSeconds, instantOf } from '../time/time';
import { Failure, Lines } from '../ui/page';
import classes from './briefing.module.css';

/** Who was there, from when to when, over all calls. */
export function Attendance({ briefingId }: { briefingId: string }) {
  const query = useQuery({
    queryKey: attendanceKey(briefingId),
    queryFn: () => getAttendance(briefingId),
    refetchInterval: 15_000,
  });
  return (
    <Paper withBorder p="lg" mt="lg" id="attendance">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          {t('attendance.title')}
        </Title>
        <Button
          component="a"
          href={`/api/briefings/${briefingId}/attendance?format=csv`}
          download
          variant="default"
          className="no-print"
        >
          {t('attendance.csv')}
        </Button>
      </Group>
      <p className={classes.soft}>{t('attendance.hint')}</p>
      {query.isPending && <Lines />}
      {query.isError && <Failure error={query.error} retry={() => void query.refetch()} />}
      {query.data?.map((sheet) => (
        <SheetTable key={sheet.occurrenceId} sheet={sheet} withDate={query.data.length > 1} />
      ))}
    </Paper>
  );
}

function SheetTable({ sheet, withDate }: { sheet: Sheet; withDate: boolean }) {
  const present = sheet.rooms.filter((room) => room.joined !== null).length;
  return (
    <>
      <p className="numbers">
        {withDate && <b>{formatSpanWithDay(instantOf(sheet.start), instantOf(sheet.end))} · </b>}
        <b>{t('attendance.present', { n: present, total: sheet.rooms.length })}</b>
        {sheet.actualStart &&
          ` · ${t('attendance.actualStart', { time: formatTimeWithSeconds(instantOf(sheet.actualStart)) })}`}
      </p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('attendance.room')}</th>
            <th scope="col">{t('attendance.joined')}</th>
            <th scope="col">{t('attendance.left')}</th>
            <th scope="col" className={classes.right}>
              {t('attendance.duration')}
            </th>
            <th scope="col">{t('attendance.calls')}</th>
          </tr>
        </thead>
        <tbody>
          {sheet.rooms.map((room) => (
            <RoomRow key={room.roomId} room={room} />
          ))}
        </tbody>
      </table>
    </>
  );
}

function RoomRow({ room }: { room: RoomAttendance }) {
  if (!room.joined)
    return (
      <tr>
        <th scope="row">{room.name}</th>
        <td colSpan={4} className={classes.absent}>
          <span aria-hidden="true">✕</span> {t('attendance.absent')}
        </td>
      </tr>
    );
  return (
    <tr className="numbers">
      <th scope="row">{room.name}</th>
      <td>{formatTimeWithSeconds(instantOf(room.joined))}</td>
      <td>{room.left ? formatTimeWithSeconds(instantOf(room.left)) : t('attendance.still')}</td>
      <td className={classes.right} data-testid="present">
        {formatDuration(room.seconds)}
      </td>
      <td>{room.calls.length > 1 ? <Calls room={room} /> : room.calls.length}</td>
    </tr>
  );
}

function Calls({ room }: { room: RoomAttendance }) {
  return (
    <details>
      <summary>{room.calls.length}</summary>
      <ul className={classes.calls}>
        {room.calls.map((call) => (
          <li key={call.joinedAt}>
            {t('attendance.callLine', {
              from: formatTimeWithSeconds(instantOf(call.joinedAt)),
              to: formatTimeWithSeconds(call.leftAt ? instantOf(call.leftAt) : serverNow()),
              reason: call.endReason ? t(`reason.${call.endReason}`) : t('attendance.still'),
            })}
          </li>
        ))}
      </ul>
    </details>
  );
}
