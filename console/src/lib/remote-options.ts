import { call } from './api.ts'
import { isApiError } from './api-error.ts'

interface RemoteOption {
  readonly value: string
  readonly label: string
}

/** Options that the server searches, however many there are. */
export interface RemoteOptions {
  /** First part of the query key. */
  readonly key: string
  search(query: string, signal: AbortSignal): Promise<readonly RemoteOption[]>
  /** Names of what is chosen already; what no longer exists is left out. */
  find(values: readonly string[], signal: AbortSignal): Promise<readonly RemoteOption[]>
}

const shown = 20

export const peopleOptions: RemoteOptions = {
  key: 'people',
  async search(q, signal) {
    const { items } = await call('list-people', { ...(q ? { q } : {}), page_size: shown, sort: 'name' }, { signal })
    return items.map(personOption)
  },
  find: (ids, signal) => each(ids, async (id) => personOption(await call('get-person', { id }, { signal }))),
}

const personOption = ({ id, name, email }: { id: number; name: string; email: string }): RemoteOption => ({
  value: String(id),
  label: `${name} (${email})`,
})

export const projectOptions: RemoteOptions = {
  key: 'projects',
  async search(q, signal) {
    const { items } = await call('list-projects', { ...(q ? { q } : {}), page_size: shown }, { signal })
    return items.map(projectOption)
  },
  find: (ids, signal) => each(ids, async (id) => projectOption(await call('get-project', { id }, { signal }))),
}

const projectOption = ({ id, title }: { id: number; title: string }): RemoteOption => ({
  value: String(id),
  label: title,
})

export const channelOptions: RemoteOptions = {
  key: 'channels',
  async search(q, signal) {
    const { items } = await call('list-channels', { ...(q ? { q } : {}), page_size: shown }, { signal })
    return items.map(channelOption)
  },
  find: (ids, signal) => each(ids, async (id) => channelOption(await call('get-channel', { id }, { signal }))),
}

const channelOption = ({ id, name, target }: { id: number; name: string; target: string }): RemoteOption => ({
  value: String(id),
  label: target && target !== name ? `${name} (${target})` : name,
})

export const tokenOptions: RemoteOptions = {
  key: 'tokens',
  async search(q, signal) {
    const { items } = await call('list-tokens', { ...(q ? { q } : {}), page_size: shown }, { signal })
    return items.map(tokenOption)
  },
  find: (ids, signal) => each(ids, async (id) => tokenOption(await call('get-token', { id }, { signal }))),
}

const tokenOption = ({ id, name, owner }: { id: number; name: string; owner: { name: string } | null }) => ({
  value: String(id),
  label: owner ? `${name} (${owner.name})` : name,
})

/** Tools by name. One that is not there any more may still be named: its calls and limits are. */
export const toolOptions: RemoteOptions = {
  key: 'tools',
  async search(q, signal) {
    const { items } = await call('browse-tools', { ...(q ? { q } : {}), page_size: shown }, { signal })
    return items.map(({ name }) => ({ value: name, label: name }))
  },
  find: async (names) => names.map((value) => ({ value, label: value })),
}

/** What was deleted since it was chosen has no name any more, which is no reason to show nothing at all. */
async function each(ids: readonly string[], find: (id: number) => Promise<RemoteOption>): Promise<RemoteOption[]> {
  const found = await Promise.all(
    ids.map((id) =>
      find(Number(id)).catch((error: unknown) => {
        if (isApiError(error, 'not_found') || isApiError(error, 'validation')) return undefined
        throw error
      }),
    ),
  )
  return found.filter((option) => option !== undefined)
}
