import type { Actor } from '#kernel/operation.ts'

/** Whose a session or stream is: a token's, or a person's as such; never that of whoever knows its id. */
export const ownerOf = (actor: Actor): string =>
  actor.kind === 'token' ? `token:${actor.tokenId}` : actor.kind === 'person' ? `person:${actor.personId}` : ''
