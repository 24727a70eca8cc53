import type { OutputOf } from '#lib/api.ts'

export type SignIn = OutputOf<'list-sign-ins'>['items'][number]
