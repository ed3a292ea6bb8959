import { MultiSelect, Stack } from '@mantine/core';
import { useUnits } from '../api/rooms';
import type { Role, UnitRole } from '../api/types';
import { t } from '../i18n/language';
import { matches } from '../search/fold';
import { serverNow } from '../time/clock';
import { dayOf } from '../time/time';
import { offeredUnits } from './offeredUnits';

/** Roles that are about the installation. */
export const wholeOnly: readonly Role[] = ['administrator', 'auditor'];

interface RoleScopesProps {
  roles: readonly Role[];
  unitRoles: readonly UnitRole[];
  onChange: (unitRoles: UnitRole[]) => void;
  error?: string | undefined;
}

/** For which units each of the chosen roles holds. */
export function RoleScopes({ roles, unitRoles, onChange, error }: RoleScopesProps) {
  const units = useUnits().data ?? [];
  const today = dayOf(serverNow());
  const idsOf = (role: Role) => unitRoles.filter((one) => one.role === role).map(({ unitId }) => unitId);
  return (
    <Stack gap="xs">
      {roles
        .filter((role) => !wholeOnly.includes(role))
        .map((role, index) => (
          <MultiSelect
            key={role}
            label={t('accounts.scope', { role: t(`role.${role}`) })}
            description={index === 0 ? t('accounts.scopeHint') : undefined}
            placeholder={unitRoles.some((one) => one.role === role) ? undefined : t('accounts.province')}
            searchable
            nothingFoundMessage={t('booking.chairEmpty')}
            data={offeredUnits(units, idsOf(role), today)}
            filter={({ options, search }) =>
              options.filter((option) => 'label' in option && matches(search, option.label))
            }
            value={idsOf(role)}
            onChange={(ids) =>
              onChange([
                ...unitRoles.filter((one) => one.role !== role),
                ...ids.map((unitId) => ({ role, unitId })),
              ])
            }
            error={index === 0 ? error : undefined}
          />
        ))}
    </Stack>
  );
}
