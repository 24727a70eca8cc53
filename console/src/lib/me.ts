import { type Operations, routes } from '@bongsu/contract/api.generated.ts'
import type { Access, Permission } from '@bongsu/contract/permissions.ts'
import { useQuery } from '@tanstack/react-query'
import { type OperationName, queryOf } from './api.ts'

export type Me = Operations['get-me']['output']

/** The signed-in person. Pages behind the sign-in are drawn only once this is known. */
export const meQuery = () => ({ ...queryOf('get-me'), staleTime: 60_000 })

export function useMe(): Me | undefined {
  // The frame asks; everybody else looks at the answer, so that pages before the sign-in ask nothing.
  return useQuery({ ...meQuery(), enabled: false }).data
}

/** Whether the person may: the server decides again, this only spares them what would be refused. */
export function useMayAccess(): (access: Access) => boolean {
  const permissions = useMe()?.permissions
  return (access) => access === 'public' || (permissions?.includes(access as Permission) ?? false)
}

/** Whether the person may run an operation: `useMay('acknowledge-incident')`. */
export const useMay = (name: OperationName): boolean => useMayAccess()(routes[name][2] as Access)
