import { Tabs } from '@mantine/core';
import { useSearchParams } from 'react-router';
import { useHasRole } from '../app/session';
import { t } from '../i18n/language';
import { Page } from '../ui/page';
import { LineList } from './LineList';
import { PlaceSheet } from './PlaceSheet';
import { RoomList } from './RoomList';
import { SiteList } from './SiteList';
import { UnitList } from './UnitList';

/** Rooms for everyone to read; administrators and IT officers of units also keep units and sites, administrators lines too. */
export default function RoomsPage() {
  const [parameters, setParameters] = useSearchParams();
  const mayEdit = useHasRole('itOfficer');
  const isAdministrator = useHasRole('administrator');
  if (!mayEdit)
    return (
      <Page title={t('rooms.title')}>
        <RoomList mayEdit={false} />
      </Page>
    );
  return (
    <Page title={t('rooms.title')}>
      <Tabs
        keepMounted={false}
        value={parameters.get('tab') ?? 'rooms'}
        onChange={(tab) => setParameters(tab && tab !== 'rooms' ? { tab } : {}, { replace: true })}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="rooms">{t('rooms.tabRooms')}</Tabs.Tab>
          <Tabs.Tab value="units">{t('rooms.tabUnits')}</Tabs.Tab>
          <Tabs.Tab value="sites">{t('rooms.tabSites')}</Tabs.Tab>
          {isAdministrator && <Tabs.Tab value="lines">{t('rooms.tabLines')}</Tabs.Tab>}
          {isAdministrator && <Tabs.Tab value="sheet">{t('rooms.tabSheet')}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="rooms">
          <RoomList mayEdit />
        </Tabs.Panel>
        <Tabs.Panel value="units">
          <UnitList />
        </Tabs.Panel>
        <Tabs.Panel value="sites">
          <SiteList />
        </Tabs.Panel>
        {isAdministrator && (
          <Tabs.Panel value="lines">
            <LineList />
          </Tabs.Panel>
        )}
        {isAdministrator && (
          <Tabs.Panel value="sheet">
            <PlaceSheet />
          </Tabs.Panel>
        )}
      </Tabs>
    </Page>
  );
}
