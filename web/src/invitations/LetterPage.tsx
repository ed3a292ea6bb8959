import { Button, Group, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { briefingKey, getBriefing } from '../api/briefings';
import { useRooms, useUnits } from '../api/rooms';
import type { Briefing, Room, Unit } from '../api/types';
import { t } from '../i18n/language';
import { serverNow } from '../time/clock';
import { dayOf, instantOf } from '../time/time';
import { PrintIcon } from '../ui/icons';
import { Failure, Lines, Page } from '../ui/page';
import classes from './letter.module.css';
import { formalDay, formalTime, issuers, namedSessions, stampOf } from './letterText';

/** The letter of invitation on paper, in the form of Decree 30/2020/NĐ-CP: one for all, or a page for each room. */
export default function LetterPage() {
  const { id = '' } = useParams();
  const briefing = useQuery({ queryKey: briefingKey(id), queryFn: () => getBriefing(id) });
  const rooms = useRooms();
  const units = useUnits();
  if (briefing.isError || rooms.isError || units.isError)
    return (
      <Page title={t('error.pageTitle')}>
        <Failure error={briefing.error ?? rooms.error ?? units.error} />
      </Page>
    );
  if (!briefing.data || !rooms.data || !units.data)
    return (
      <Page title={t('invitations.letter')}>
        <Lines />
      </Page>
    );
  return <Letter briefing={briefing.data} rooms={rooms.data} units={units.data} />;
}

/** What the program does not know, as it is filled in for printing. */
interface Blanks {
  above: string;
  body: string;
  place: string;
  office: string;
  signer: string;
}

interface LetterProps {
  briefing: Briefing;
  rooms: Room[];
  units: Unit[];
}

function Letter({ briefing, rooms, units }: LetterProps) {
  const [kept, keep] = useLocalStorage({
    key: 'letter',
    defaultValue: { place: 'Khánh Hòa', office: 'TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG', signer: '' },
  });
  const [issuer, setIssuer] = useState(() => issuers(briefing, units));
  const [each, setEach] = useState(false);
  const blanks: Blanks = { ...kept, ...issuer };
  const field = (member: keyof Blanks) => ({
    label: t(`letter.${member}`),
    value: blanks[member].replaceAll('\n', ' / '),
    onChange: (event: { currentTarget: { value: string } }) => {
      const value = event.currentTarget.value.replaceAll(' / ', '\n');
      if (member === 'above' || member === 'body') setIssuer({ ...issuer, [member]: value });
      else keep({ ...kept, [member]: value });
    },
  });
  const invited = briefing.rooms
    .map((room) => rooms.find((one) => one.id === room.id))
    .filter((room) => room !== undefined);
  return (
    <>
      <div className="no-print">
        <Page
          title={t('letter.title', { title: briefing.title })}
          acts={
            <>
              <Button component={Link} to={`/briefings/${briefing.id}`} variant="default">
                {t('calendar.briefing')}
              </Button>
              <Button leftSection={<PrintIcon />} onClick={() => window.print()}>
                {t('do.print')}
              </Button>
            </>
          }
        >
          <SegmentedControl
            aria-label={t('letter.form')}
            value={each ? 'each' : 'all'}
            onChange={(form) => setEach(form === 'each')}
            data={(['all', 'each'] as const).map((value) => ({ value, label: t(`letter.form.${value}`) }))}
          />
          <Group grow mt="md" align="flex-start">
            <TextInput {...field('above')} />
            <TextInput {...field('body')} />
            <TextInput {...field('place')} />
            <TextInput {...field('office')} />
            <TextInput {...field('signer')} />
          </Group>
          <Text c="dimmed" size="sm" mt="xs">
            {t('letter.hint')}
          </Text>
        </Page>
      </div>
      {each ? (
        invited.map((room) => (
          <Sheet key={room.id} briefing={briefing} blanks={blanks} rooms={invited} only={room} />
        ))
      ) : (
        <Sheet briefing={briefing} blanks={blanks} rooms={invited} only={null} />
      )}
    </>
  );
}

interface SheetProps {
  briefing: Briefing;
  blanks: Blanks;
  rooms: Room[];
  /** The room this page is for; null for all. */
  only: Room | null;
}

/** Official letters are in Vietnamese, whatever the language of the page. */
function Sheet({ briefing, blanks, rooms, only }: SheetProps) {
  const { dossier } = briefing;
  const stamp = stampOf(briefing);
  const chair = briefing.rooms.find((room) => room.role === 'chair');
  const sessions = namedSessions(briefing, serverNow());
  const receivers = only ? [receiverOf(only)] : [...new Set(rooms.map(receiverOf))];
  return (
    <article className={classes.sheet} lang="vi" data-testid="letter">
      <header className={classes.head}>
        <div>
          {blanks.above && <p className={classes.upper}>{blanks.above}</p>}
          <p className={classes.upper}>
            <b>{blanks.body || '…………………………'}</b>
          </p>
          <div className={classes.short} />
          <p>Số: {dossier.invitationNumber ?? '……/GM-……'}</p>
          {stamp && <span className={classes.stamp}>{stamp}</span>}
        </div>
        <div>
          <p className={classes.country}>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p>
          <p className={classes.motto}>
            <span className={classes.line}>Độc lập - Tự do - Hạnh phúc</span>
          </p>
          <p className={classes.date}>
            {blanks.place}, {formalDay(dayOf(serverNow()))}
          </p>
        </div>
      </header>
      <p className={classes.name}>GIẤY MỜI</p>
      <p className={classes.name} style={{ marginTop: 0 }}>
        Dự phiên họp trực tuyến: {briefing.title}
      </p>
      <div className={classes.short} style={{ marginBottom: '6mm' }} />
      <div className={classes.text}>
        <p>
          {blanks.body || '…………'} trân trọng kính mời{' '}
          {only ? <b>{receiverOf(only)}</b> : 'các cơ quan, đơn vị có tên ở nơi nhận'} dự phiên họp trực
          tuyến:
        </p>
        <p>
          <b>1. Nội dung:</b> {briefing.title}.
        </p>
        {dossier.agenda.length > 0 && (
          <ol>
            {dossier.agenda.map((item, index) => (
              <li key={index}>{[item.topic, item.speaker].filter(Boolean).join(' – ')}</li>
            ))}
          </ol>
        )}
        <p>
          <b>2. Chủ trì:</b> {dossier.chairPerson ?? '…………………………'}
          {dossier.secretary && `; thư ký: ${dossier.secretary}`}.
        </p>
        <p>
          <b>3. Thời gian:</b>{' '}
          {sessions.length === 1 && sessions[0] ? `${formalTime(instantOf(sessions[0].start))}.` : ''}
        </p>
        {sessions.length > 1 && (
          <ul>
            {sessions.map((session) => (
              <li key={session.id}>{formalTime(instantOf(session.start))}</li>
            ))}
          </ul>
        )}
        <p>
          <b>4. Địa điểm:</b> {only ? `Điểm cầu ${only.name}` : `Điểm cầu chủ tọa: ${chair?.name ?? ''}`}
          {only && chair && only.id !== chair.id && ` (điểm cầu chủ tọa: ${chair.name})`}.
        </p>
        {!only && (
          <ul>
            {rooms
              .filter((room) => room.id !== chair?.id)
              .map((room) => (
                <li key={room.id}>Điểm cầu {room.name}</li>
              ))}
          </ul>
        )}
        {briefing.note && <p style={{ whiteSpace: 'pre-line' }}>{briefing.note}</p>}
        <p>
          Đề nghị các điểm cầu bố trí cán bộ kỹ thuật có mặt trước giờ họp để thử kỹ thuật đường truyền, âm
          thanh và hình ảnh./.
        </p>
      </div>
      <footer className={classes.foot}>
        <div className={classes.receivers}>
          <p>Nơi nhận:</p>
          <ul>
            {receivers.map((name) => (
              <li key={name}>- {name};</li>
            ))}
            <li>- Lưu: VT.</li>
          </ul>
        </div>
        <div className={classes.signature}>
          {blanks.office.split('\n').map((line) => (
            <p key={line} className={classes.upper}>
              {line}
            </p>
          ))}
          <div className={classes.space} />
          <p>{blanks.signer}</p>
        </div>
      </footer>
    </article>
  );
}

/** To whom a letter for this room goes. */
const receiverOf = (room: Room): string => room.unitName ?? room.siteName ?? room.name;
