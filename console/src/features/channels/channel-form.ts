import type { OutputOf } from '#lib/api.ts'
import type { Form } from '#lib/form.ts'
import type { ChannelValues } from './channel-values.ts'

export type ChannelKind = OutputOf<'list-channel-kinds'>['items'][number]
export type ChannelForm = Form<ChannelValues>
