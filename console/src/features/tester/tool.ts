import type { OutputOf } from '#lib/api.ts'

export type Tool = OutputOf<'get-tool'>
