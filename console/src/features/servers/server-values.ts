import type { Role } from '@bongsu/contract/permissions.ts'
import type { InputOf, OutputOf } from '#lib/api.ts'

export type VirtualServer = OutputOf<'list-virtual-servers'>['items'][number]
export type ServerDetail = OutputOf<'get-virtual-server'>
export type ToolSource = OutputOf<'list-tool-sources'>['items'][number]
export type Choice = VirtualServer['choices'][number]
export type Kind = 'tools' | 'resources' | 'prompts'

export const kinds = ['tools', 'resources', 'prompts'] as const satisfies readonly Kind[]

/** Whatever changes a virtual server changes these answers. */
export const touched = ['list-virtual-servers', 'get-virtual-server'] as const

export interface ServerValues {
  readonly slug: string
  readonly title: string
  readonly instructions: string
  readonly least_role: Role
  readonly prefixes: VirtualServer['prefixes']
  readonly tool_search: VirtualServer['tool_search']
  readonly choices: readonly Choice[]
}

export const freshValues: ServerValues = {
  ...{ slug: '', title: '', instructions: '', least_role: 'user' },
  ...{ prefixes: 'on_collision', tool_search: 'auto', choices: [] },
}

export const valuesOf = (server: VirtualServer): ServerValues => ({
  ...{ slug: server.slug, title: server.title, instructions: server.instructions ?? '' },
  ...{ least_role: server.least_role, prefixes: server.prefixes, tool_search: server.tool_search },
  choices: server.choices,
})

/** Names the server gave stay out where there are none; aliases of what is not chosen any more go. */
const choicesOf = (choices: readonly Choice[]): Choice[] =>
  choices.map((choice) => ({
    ...choice,
    aliases: Object.fromEntries(
      Object.entries(choice.aliases).filter(
        ([name, alias]) => alias !== '' && (choice.tools === 'all' || choice.tools.includes(name)),
      ),
    ),
  }))

export const fieldsOf = ({ title, instructions, choices, slug, ...rules }: ServerValues) => ({
  ...(title === '' ? {} : { title }),
  instructions: instructions === '' ? null : instructions,
  ...rules,
  choices: choicesOf(choices),
})

export const createInput = (values: ServerValues): InputOf<'create-virtual-server'> => ({
  slug: values.slug,
  ...fieldsOf(values),
})

/** All of a source, also what it gets later. */
export const wholeSource = (source: string): Choice => ({
  ...{ source, tools: 'all', resources: 'all', prompts: 'all', aliases: {} },
})

/** What a source has of a kind; templates are resources too. */
export function itemsOf(source: ToolSource, kind: Kind) {
  if (kind === 'resources') return [...source.resources, ...source.resource_templates]
  return source[kind]
}
