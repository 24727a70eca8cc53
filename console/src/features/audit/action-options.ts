import { routes } from '@bongsu/contract/api.generated.ts'
import type { RemoteOptions } from '#lib/remote-options.ts'

const actions = Object.entries(routes)
  // Reading leaves no line in the record, unless it was refused.
  .filter(([, [method]]) => method !== 'GET')
  .map(([name]) => ({ value: name, label: name }))

const most = 50

/** Every operation is an action of the record; the table of routes knows them all. */
export const actionOptions: RemoteOptions = {
  key: 'audit-actions',
  search: async (query) => actions.filter(({ value }) => value.includes(query.toLowerCase())).slice(0, most),
  find: async (values) => values.map((value) => ({ value, label: value })),
}
