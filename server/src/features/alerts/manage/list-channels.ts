import { channel, channelPage } from '@bongsu/contract/alerts.ts'
import { pageInput } from '@bongsu/contract/page.ts'
import { text } from '@bongsu/contract/text.ts'
import { z } from 'zod'
import { projectsKey } from '#features/projects/index.ts'
import { operation } from '#platform/operations/operation.ts'
import { channelKindNames } from '../channels/catalogue.ts'
import { requireChannel } from './channel-rules.ts'
import { searchChannels } from './channel-store.ts'
import { showChannel, showChannels } from './show-channel.ts'

export const listChannels = operation({
  name: 'list-channels',
  summary: text('알림 채널을 찾습니다.', 'Finds the places that are told about events.'),
  access: 'channels.read',
  effect: 'read',
  tool: true,
  http: { method: 'GET', path: '/api/v1/channels' },
  input: z.strictObject({
    ...pageInput,
    q: z.string().trim().max(100).optional().describe('Part of the name'),
    kind: z.enum(channelKindNames).optional(),
    is_enabled: z.boolean().optional(),
    is_managed: z.boolean().optional().describe('Made from a project’s alert address or webhook'),
    is_failing: z.boolean().optional().describe('Whose last message did not arrive'),
    project_id: z
      .int()
      .positive()
      .optional()
      .describe('Channels that tell about this project: about all, by its id, or by one of its tags'),
  }),
  output: channelPage,
  async run(ctx, { page, page_size, ...search }) {
    const project =
      search.project_id === undefined ? undefined : await ctx.use(projectsKey).project(ctx.db, search.project_id)
    const { channels, total } = await searchChannels(
      ctx.db,
      {
        q: search.q,
        kind: search.kind,
        isEnabled: search.is_enabled,
        isManaged: search.is_managed,
        isFailing: search.is_failing,
        project: search.project_id === undefined ? undefined : { id: search.project_id, tags: project?.tags ?? [] },
      },
      { limit: page_size, offset: (page - 1) * page_size },
    )
    return { items: await showChannels(ctx, channels), total, page, page_size }
  },
})

export const getChannel = operation({
  name: 'get-channel',
  summary: text('알림 채널 하나를 보여 줍니다.', 'Shows one channel.'),
  access: 'channels.read',
  effect: 'read',
  http: { method: 'GET', path: '/api/v1/channels/{id}' },
  input: z.strictObject({ id: z.int().positive() }),
  output: channel,
  run: async (ctx, { id }) => showChannel(ctx, await requireChannel(ctx.db, id)),
})
