import { useQuery } from '@tanstack/react-query';
import { delegationsKey, getDelegations } from '../api/approvals';
import { useHasRole } from './session';

/** Whether the user gives steps of approvals: by a role of his own, or by a right somebody has lent him. */
export function useDecides(): boolean {
  const byRole = useHasRole('approver', 'technician');
  const { data } = useQuery({
    queryKey: delegationsKey,
    queryFn: getDelegations,
    enabled: !byRole,
    refetchInterval: 300_000,
  });
  return byRole || (data?.delegations.some((one) => !one.mine && one.active) ?? false);
}
