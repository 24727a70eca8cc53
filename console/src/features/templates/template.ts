import type { OutputOf } from '#lib/api.ts'

export type Template = OutputOf<'get-alert-template'>
export type TemplateField = OutputOf<'list-alert-templates'>['fields'][number]
